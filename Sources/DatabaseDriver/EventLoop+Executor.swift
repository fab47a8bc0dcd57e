@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
extension EventLoop: TaskExecutor {
    package func enqueue(_ job: consuming ExecutorJob) {
        submit(.job(UnownedJob(job)) { loop, job in job.runSynchronously(on: loop.asUnownedTaskExecutor()) })
    }
}
