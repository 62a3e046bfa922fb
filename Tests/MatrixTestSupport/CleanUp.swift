import Synchronization

/// What a test has started and must end.
package final class CleanUp: Sendable {
    package typealias Step = @Sendable () async -> Void

    private let steps = Mutex<[Step]>([])

    fileprivate init() {}

    /// Runs `step` at the end of the test, before the steps that were added earlier.
    package func add(_ step: @escaping Step) { steps.withLock { $0.append(step) } }

    fileprivate func run() async {
        while let step = steps.withLock({ $0.popLast() }) { await step() }
    }
}

/// Runs `body`, then every step that it has added, the last one first, whichever way `body` ends.
///
/// The steps run out of reach of a cancellation: what a test that was stopped has started has to be ended all the same.
@discardableResult
package nonisolated(nonsending) func withCleanUp<Value>(
    _ body: nonisolated(nonsending) (_ cleanUp: CleanUp) async throws -> Value
) async throws -> Value {
    let cleanUp = CleanUp()
    let result: Result<Value, any Error>
    do {
        result = .success(try await body(cleanUp))
    } catch {
        result = .failure(error)
    }
    await Task { await cleanUp.run() }.value
    return try result.get()
}
