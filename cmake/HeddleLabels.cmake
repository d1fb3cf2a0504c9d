# SPDX-License-Identifier: BSD-3-Clause

# heddle_complete_labels(<variable> [<label>...]): these labels, and those that every entry of ctest has: its
# kind, one of model, fault, litmus and stress, or else unit; and what it costs, deep or else quick.
function(heddle_complete_labels variable)
  set(labels ${ARGN})
  set(kinds ${labels})
  list(FILTER kinds INCLUDE REGEX "^(model|fault|litmus|stress|unit)$")
  if(NOT kinds)
    list(APPEND labels unit)
  endif()
  if(NOT "deep" IN_LIST labels)
    list(APPEND labels quick)
  endif()
  set(${variable} ${labels} PARENT_SCOPE)
endfunction()

# heddle_label_test(<test> [<label>...]): an entry that add_test has made.
function(heddle_label_test test)
  heddle_complete_labels(labels ${ARGN})
  set_tests_properties(${test} PROPERTIES LABELS "${labels}")
endfunction()
