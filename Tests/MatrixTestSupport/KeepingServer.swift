import FlyingFox
import FlyingSocks
import Foundation

/// An honest HTTP server on the loopback that keeps its connections open and counts them.
package final class KeepingServer: Sendable {
    package let port: UInt16
    private let peers: Recorder<UInt16>

    private init(port: UInt16, peers: Recorder<UInt16>) {
        self.port = port
        self.peers = peers
    }

    package func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    package var requests: Int { peers.elements.count }

    /// How many connections the requests came through, at least: the kernel may give one port out twice.
    package var connections: Int { Set(peers.elements).count }

    /// Runs `body` with a server that answers `text` to everything and stops at the end.
    package static func run(
        answering text: String, _ body: nonisolated(nonsending) (_ server: KeepingServer) async throws -> Void
    ) async throws {
        let peers = Recorder<UInt16>()
        let fox = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0), logger: .disabled)
        await fox.appendRoute("*") { request in
            if case .ip6(_, let port) = request.remoteAddress { peers.append(port) }
            if case .ip4(_, let port) = request.remoteAddress { peers.append(port) }
            return HTTPResponse(statusCode: .ok, body: Data(text.utf8))
        }
        try await withCleanUp { cleanUp in
            let running = Task { try await fox.run() }
            cleanUp.add {
                await fox.stop()
                _ = await running.result
            }
            try await fox.waitUntilListening(timeout: 60)
            try await body(KeepingServer(port: try await port(of: fox), peers: peers))
        }
    }

    private static func port(of fox: HTTPServer) async throws -> UInt16 {
        switch await fox.listeningAddress {
        case .ip4(_, let port)?: return port
        case .ip6(_, let port)?: return port
        default: throw UnexpectedUse(member: "a loopback port")
        }
    }
}
