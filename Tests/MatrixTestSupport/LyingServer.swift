import Foundation
import Glibc
import Synchronization

/// An HTTP server on the loopback that sends exactly the bytes a test wants, lies included.
///
/// One request a connection, each on a thread of its own.
package final class LyingServer: Sendable {
    package typealias Handler = @Sendable (_ request: Request, _ number: Int) -> Answer

    package let port: UInt16
    private let listener: Int32
    private let handler: Handler
    private let isStopped = Mutex(false)
    private let recorder = Recorder<Request>()

    /// Listens on a free port of 127.0.0.1. `handler` is told how many requests came before.
    private init(_ handler: @escaping Handler) throws {
        self.handler = handler
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        port = try Self.listen(listener)
        Thread.detachNewThread { self.acceptAll() }
    }

    package var requests: [Request] { recorder.elements }

    package func url(_ path: String = "/file") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// A server to be: it listens while `run` does.
    package static func answering(_ handler: @escaping Handler) -> Scope { Scope(handler: handler) }

    package struct Scope {
        fileprivate let handler: Handler

        /// Runs `body` with a server that stops answering at its end.
        package nonisolated(nonsending) func run(
            _ body: nonisolated(nonsending) (_ server: LyingServer) async throws -> Void
        ) async throws {
            let server = try LyingServer(handler)
            defer { server.stop() }
            try await body(server)
        }
    }

    private func stop() {
        isStopped.withLock { $0 = true }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private static func listen(_ descriptor: Int32) throws -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && Glibc.listen(descriptor, 64) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw UnexpectedUse(member: "a loopback port") }
        return UInt16(bigEndian: address.sin_port)
    }

    private func acceptAll() {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { break }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            Thread.detachNewThread { self.serve(Connection(connection)) }
        }
        close(listener)
    }

    private func serve(_ connection: Connection) {
        guard let head = connection.readHead(), let request = Request(head: head) else { return }
        let number = requests.count
        recorder.append(request)
        for step in handler(request, number).steps {
            switch step {
            case .send(let bytes): connection.send(bytes)
            case .pause(let duration): connection.waitForClose(atMost: duration)
            case .reset: connection.reset()
            }
        }
    }
}
