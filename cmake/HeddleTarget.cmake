# SPDX-License-Identifier: BSD-3-Clause

# heddle_target_defaults(<target>): what every compiled target of this project has.
function(heddle_target_defaults target)
  # BUILD_INTERFACE keeps the two helpers out of the exported targets.
  target_link_libraries(${target} PRIVATE
    $<BUILD_INTERFACE:heddle_warnings>
    $<BUILD_INTERFACE:heddle_sanitizer>)
  # Places in traces and messages are named from the project's own folder on, wherever it lies.
  target_compile_options(${target} PRIVATE -fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=)
endfunction()
