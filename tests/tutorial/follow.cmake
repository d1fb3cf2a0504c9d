# SPDX-License-Identifier: BSD-3-Clause
#
# Installs the build into a scratch prefix, then follows a page with nothing but that prefix.

# What an earlier run left would hide a header that is no longer installed.
file(REMOVE_RECURSE ${SCRATCH_DIR})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${SCRATCH_DIR}/prefix
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
set(ENV{CMAKE_PREFIX_PATH} ${SCRATCH_DIR}/prefix)
set(ENV{CMAKE_GENERATOR} ${GENERATOR})
set(ENV{CXX} ${CXX})
execute_process(COMMAND ${FOLLOW} ${PAGE} ${SCRATCH_DIR}/reader COMMAND_ERROR_IS_FATAL ANY)
