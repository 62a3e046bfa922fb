import Foundation
import Glibc

/// Runs work that blocks (hashing, libcurl, libarchive) on a thread of its own, so that it takes none of the few
/// threads that all tasks share. It does not notice cancellation by itself.
package func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            blockBrokenPipeSignal()
            continuation.resume(with: Result { try body() })
        }
    }
}

/// A TLS peer that goes away is an error of its transfer, not the end of the process: OpenSSL writes without MSG_NOSIGNAL.
private func blockBrokenPipeSignal() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
}
