# SPDX-License-Identifier: BSD-3-Clause
#
# Finds Relacy, which ships headers and no package file.
#
#   RELACY_ROOT        (cache, environment) a checkout to use instead of the installed one:
#                      the folder that holds relacy/relacy.hpp
#   Relacy_FOUND, Relacy_INCLUDE_DIR
#   Relacy::relacy     include as <relacy/relacy.hpp>

set(RELACY_ROOT "$ENV{RELACY_ROOT}" CACHE PATH "Folder that holds relacy/relacy.hpp")

# Looked up afresh each time, so that a changed RELACY_ROOT counts.
unset(Relacy_INCLUDE_DIR CACHE)
if(RELACY_ROOT)
  # No fallback to the installed copy: it would hide a mistyped path.
  find_path(Relacy_INCLUDE_DIR relacy/relacy.hpp
    PATHS ${RELACY_ROOT} PATH_SUFFIXES include NO_DEFAULT_PATH)
else()
  find_path(Relacy_INCLUDE_DIR relacy/relacy.hpp)
endif()
mark_as_advanced(Relacy_INCLUDE_DIR)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Relacy REQUIRED_VARS Relacy_INCLUDE_DIR)

if(Relacy_FOUND AND NOT TARGET Relacy::relacy)
  add_library(Relacy::relacy INTERFACE IMPORTED)
  # -isystem with a folder that the compiler searches anyway moves it to the front, where
  # libstdc++'s #include_next <stdlib.h> no longer finds what follows it.
  set(_relacy_implicit ${CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES} /usr/include)
  if(NOT Relacy_INCLUDE_DIR IN_LIST _relacy_implicit)
    set_target_properties(Relacy::relacy PROPERTIES
      INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${Relacy_INCLUDE_DIR}
      INTERFACE_INCLUDE_DIRECTORIES ${Relacy_INCLUDE_DIR})
  endif()
  unset(_relacy_implicit)
endif()
