# SPDX-License-Identifier: BSD-3-Clause
include(CMakePackageConfigHelpers)

set(heddle_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/heddle)
# What the installed heddle::checker links.
set(heddle_checker_packages "Boost fmt")

configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/heddleConfig.cmake.in
  ${PROJECT_BINARY_DIR}/heddleConfig.cmake
  INSTALL_DESTINATION ${heddle_cmake_dir}
  NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/heddleConfigVersion.cmake
  COMPATIBILITY SameMajorVersion)

install(EXPORT heddleTargets NAMESPACE heddle:: DESTINATION ${heddle_cmake_dir})
install(FILES
  ${PROJECT_BINARY_DIR}/heddleConfig.cmake
  ${PROJECT_BINARY_DIR}/heddleConfigVersion.cmake
  DESTINATION ${heddle_cmake_dir})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/NOTICE
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
