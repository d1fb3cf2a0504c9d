# SPDX-License-Identifier: BSD-3-Clause

# heddle_target_defaults(<target>): what every compiled target of this project has.
function(heddle_target_defaults target)
  # BUILD_INTERFACE keeps the two helpers out of the exported targets.
  target_link_libraries(${target} PRIVATE
    $<BUILD_INTERFACE:heddle_warnings>
    $<BUILD_INTERFACE:heddle_sanitizer>)
endfunction()
