// SPDX-License-Identifier: BSD-3-Clause
//
// Clang's thread-safety attributes under the names its documentation uses. They cost nothing at run
// time and disappear on other compilers; the analysis is an error in this project's builds.

#ifndef HEDDLE_CORE_SYNC_ANNOTATIONS_H_
#define HEDDLE_CORE_SYNC_ANNOTATIONS_H_

#if defined(__clang__)
#define HEDDLE_ATTRIBUTE(x) __attribute__((x))
#else
#define HEDDLE_ATTRIBUTE(x)
#endif

// The type is a lock.
#define HEDDLE_CAPABILITY(name) HEDDLE_ATTRIBUTE(capability(name))
// The type holds a lock from its constructor to its destructor.
#define HEDDLE_SCOPED_CAPABILITY HEDDLE_ATTRIBUTE(scoped_lockable)
// The field is read and written with the lock held.
#define HEDDLE_GUARDED_BY(lock) HEDDLE_ATTRIBUTE(guarded_by(lock))
// The caller holds the lock, on entry and on exit.
#define HEDDLE_REQUIRES(...) HEDDLE_ATTRIBUTE(requires_capability(__VA_ARGS__))
// The caller does not hold the lock.
#define HEDDLE_EXCLUDES(...) HEDDLE_ATTRIBUTE(locks_excluded(__VA_ARGS__))
#define HEDDLE_ACQUIRE(...) HEDDLE_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define HEDDLE_TRY_ACQUIRE(...) HEDDLE_ATTRIBUTE(try_acquire_capability(__VA_ARGS__))
#define HEDDLE_RELEASE(...) HEDDLE_ATTRIBUTE(release_capability(__VA_ARGS__))
// The function returns a reference to the lock.
#define HEDDLE_RETURN_CAPABILITY(lock) HEDDLE_ATTRIBUTE(lock_returned(lock))
// The body is exempt from the analysis; say why beside it.
#define HEDDLE_NO_THREAD_SAFETY_ANALYSIS HEDDLE_ATTRIBUTE(no_thread_safety_analysis)

#endif  // HEDDLE_CORE_SYNC_ANNOTATIONS_H_
