import Synchronization

/// One budget of jobs for everything that a run builds: GNU make's jobserver.
///
/// A job is a token. Who works holds one: a build holds one from its first step to its last, and every `make` that it starts
/// takes more out of the same pool for as long as some are free (`JobserverClient`). Nobody may wait for a lock or for the
/// network while holding one, nor ask for a second one by `holding`.
///
/// A `make` that was killed cannot give its tokens back. When no program draws from the pool any more, all that are not
/// held here are put back into it.
package final class Jobserver: Sendable {
    /// How many there are, at least one.
    package let tokens: Int
    private let state: Mutex<JobPool>

    /// Opens nothing before the first use.
    package init(tokens: Int) {
        // A pipe takes 65,536 bytes.
        self.tokens = min(max(1, tokens), 4096)
        state = Mutex(JobPool(size: self.tokens))
    }

    deinit { state.withLock { $0.close() } }

    /// How many are taken, by us and by what we started. A look at it costs one system call.
    package var inUse: Int { state.withLock { tokens - $0.free } }

    /// Runs `body` while one token is held; those who wait get theirs in the order they came.
    ///
    /// Throws `ProcessError` when the pool cannot be opened, `CancellationError` when the task is cancelled while it
    /// waits, and what `body` throws.
    package nonisolated(nonsending) func holding<Value>(
        _ body: nonisolated(nonsending) () async throws -> Value
    ) async throws -> Value {
        try await take()
        defer { giveBack(1) }
        return try await body()
    }

    /// For a step of a build that holds a token already and could use `count` of them: runs `body` with one and as many more
    /// as are free at this moment. It never waits, so that two builds cannot wait for each other.
    package nonisolated(nonsending) func holding<Value>(
        upTo count: Int, _ body: nonisolated(nonsending) (_ jobs: Int) async throws -> Value
    ) async throws -> Value {
        let more = try state.withLock { try $0.takeFree(atMost: count - 1) }
        defer { giveBack(more) }
        return try await body(more + 1)
    }

    /// Runs `body`, which runs a program that draws from the pool, and mends the pool afterwards if the program left it
    /// with tokens missing.
    nonisolated(nonsending) func serving<Value>(
        _ body: nonisolated(nonsending) (_ poolDescriptor: Int32) async throws -> Value
    ) async throws -> Value {
        let descriptor = try state.withLock { try $0.addClient() }
        defer { state.withLock { $0.removeClient() } }
        return try await body(descriptor)
    }

    private func take() async throws {
        try Task.checkCancellation()
        let id = state.withLock { $0.makeID() }
        defer { state.withLock { $0.forget(id) } }
        let isOurs = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let mustWatch = state.withLock { $0.take(id, continuation) }
                if mustWatch { watch() }
            }
        } onCancel: {
            state.withLock { $0.giveUp(id) }
        }
        guard isOurs else { throw CancellationError() }
    }

    private func giveBack(_ count: Int) { state.withLock { $0.giveBack(count) } }

    /// A thread that waits for what programs put back, for as long as somebody here waits for it.
    private func watch() {
        let descriptors = state.withLock { $0.watched }
        Task {
            try? await onOwnThread { [self] in
                repeat { JobPool.waitForToken(descriptors) } while state.withLock { $0.serveWaiting() }
            }
        }
    }
}
