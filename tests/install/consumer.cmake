# SPDX-License-Identifier: BSD-3-Clause
#
# Installs the build into a scratch prefix, then configures, builds and runs a project that knows
# nothing but that prefix.

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# What an earlier run left would hide a header that is no longer installed.
file(REMOVE_RECURSE ${SCRATCH_DIR})
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${SCRATCH_DIR}/prefix)
# What the program says of itself comes with it.
if(EXISTS ${SCRATCH_DIR}/prefix/bin/heddle)
  foreach(file IN ITEMS bash-completion/completions/heddle zsh/site-functions/_heddle
      fish/vendor_completions.d/heddle.fish man/man1/heddle.1)
    if(NOT EXISTS ${SCRATCH_DIR}/prefix/share/${file})
      message(FATAL_ERROR "share/${file} is not installed")
    endif()
  endforeach()
endif()
run(${CMAKE_COMMAND} -S ${CONSUMER_DIR} -B ${SCRATCH_DIR}/build -G ${GENERATOR}
  -D CMAKE_CXX_COMPILER=${CXX} -D CMAKE_PREFIX_PATH=${SCRATCH_DIR}/prefix)
run(${CMAKE_COMMAND} --build ${SCRATCH_DIR}/build)
run(${SCRATCH_DIR}/build/consumer)
run(${SCRATCH_DIR}/build/model)
