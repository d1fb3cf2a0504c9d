# SPDX-License-Identifier: BSD-3-Clause
add_library(heddle_sanitizer INTERFACE)
if(HEDDLE_SANITIZER)
  if(NOT HEDDLE_SANITIZER MATCHES "^(thread|address|undefined)$")
    message(FATAL_ERROR "HEDDLE_SANITIZER is '${HEDDLE_SANITIZER}'; expected thread, address, undefined or empty.")
  endif()
  set(flags -fsanitize=${HEDDLE_SANITIZER} -fno-omit-frame-pointer)
  if(HEDDLE_SANITIZER STREQUAL "undefined")
    # Without this a finding is printed and the test passes.
    list(APPEND flags -fno-sanitize-recover=all)
  endif()
  target_compile_options(heddle_sanitizer INTERFACE ${flags})
  target_link_options(heddle_sanitizer INTERFACE ${flags})
endif()
