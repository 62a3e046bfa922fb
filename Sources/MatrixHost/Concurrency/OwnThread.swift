import Foundation

/// Runs work that blocks (hashing, libcurl, libarchive) on a thread of its own, so that it takes none of the few
/// threads that all tasks share. It does not notice cancellation by itself.
package func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}
