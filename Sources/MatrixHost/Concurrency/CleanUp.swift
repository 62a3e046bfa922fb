/// Runs `body`; when that throws, ends what it started with `cleanUp`, and throws the same error again.
///
/// `cleanUp` runs out of reach of a cancellation: what was started has to be ended all the same. What `cleanUp` itself
/// throws takes the place of `body`'s error.
package nonisolated(nonsending) func withCleanUp<Value>(
    body: nonisolated(nonsending) () async throws -> Value, onError cleanUp: @escaping @Sendable () async throws -> Void
) async throws -> Value {
    do {
        return try await body()
    } catch {
        try await Task { try await cleanUp() }.value
        throw error
    }
}
