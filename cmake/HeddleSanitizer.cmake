# SPDX-License-Identifier: BSD-3-Clause
add_library(heddle_sanitizer INTERFACE)
if(HEDDLE_SANITIZER)
  if(NOT HEDDLE_SANITIZER MATCHES "^(thread|address|undefined|address,undefined)$")
    message(FATAL_ERROR "HEDDLE_SANITIZER is '${HEDDLE_SANITIZER}'; expected thread, address, undefined, 'address,undefined' or empty.")
  endif()
  set(flags -fsanitize=${HEDDLE_SANITIZER} -fno-omit-frame-pointer)
  if(HEDDLE_SANITIZER MATCHES "undefined")
    # Without this a finding is printed and the test passes.
    list(APPEND flags -fno-sanitize-recover=all)
  endif()
  if(HEDDLE_SANITIZER STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # It warns wherever a fence is compiled, which it does not understand; the design has none.
    # What it instruments, it no longer sees to be initialized.
    list(APPEND flags -Wno-tsan -Wno-maybe-uninitialized)
  endif()
  target_compile_options(heddle_sanitizer INTERFACE ${flags})
  target_link_options(heddle_sanitizer INTERFACE ${flags})
endif()

# ThreadSanitizer keeps its shadow at fixed addresses, where newer kernels' randomization puts
# libraries now and then: g++ 12's then ends with "unexpected memory mapping" before main. So tests
# run without randomization, where the system lets them.
if(HEDDLE_SANITIZER STREQUAL "thread")
  find_program(HEDDLE_SETARCH setarch)
  set(refused 1)
  if(HEDDLE_SETARCH)
    execute_process(COMMAND ${HEDDLE_SETARCH} -R true RESULT_VARIABLE refused OUTPUT_QUIET ERROR_QUIET)
  endif()
  if(refused EQUAL 0)
    set(CMAKE_CROSSCOMPILING_EMULATOR ${HEDDLE_SETARCH} -R)
  else()
    message(STATUS "heddle: tests run with address space randomization, because setarch -R is not possible here.")
  endif()
endif()
