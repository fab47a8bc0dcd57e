internal import CSwiftMigPlatform

/// Tells the thread sanitizer that a task goes on after another thread has resumed it. Does nothing in other builds.
///
/// If a continuation is resumed before its task is suspended, Swift's runtime (6.3) orders the two threads without
/// telling the sanitizer, which then reports whatever one thread leaves to the other as a race.
package final class HandOver: Sendable {
    package init() {}

    /// Resumes the continuation: what this thread did before comes before what the task does after ``take()``.
    package func give(_ resume: () -> Void) {
        swiftmig_sanitizer_release(Unmanaged.passUnretained(self).toOpaque())
        // The memory from which the continuation reads its last bytes may already belong to the task again.
        swiftmig_sanitizer_ignore_reads(1)
        resume()
        swiftmig_sanitizer_ignore_reads(0)
    }

    /// Call this when the task goes on.
    package func take() {
        swiftmig_sanitizer_acquire(Unmanaged.passUnretained(self).toOpaque())
    }
}
