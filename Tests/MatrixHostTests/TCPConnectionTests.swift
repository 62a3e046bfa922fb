import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

@Suite("A TCP connection") struct TCPConnectionTests {
    private let request = Array("GET / HTTP/1.1\r\n\r\n".utf8)

    @Test("sends and receives exactly what is asked for")
    func exchange() async throws {
        let answer = LyingServer.Answer(steps: [.send(Array("abc".utf8)), .send(Array("def".utf8))])
        try await LyingServer.answering { _, _ in answer }.run { server in
            let connection = try TCPConnection(host: "127.0.0.1", port: server.port, within: .seconds(10))
            try connection.send(request, within: .seconds(10))
            #expect(try connection.receive(5, within: .seconds(10)) == Array("abcde".utf8))
            #expect(throws: Errno.connectionReset) { try connection.receive(2, within: .seconds(10)) }
        }
    }

    @Test("gives up when nothing comes in time")
    func silence() async throws {
        try await LyingServer.answering { _, _ in .init(steps: [.pause(.seconds(60))]) }.run { server in
            let connection = try TCPConnection(host: "127.0.0.1", port: server.port, within: .seconds(10))
            try connection.send(request, within: .seconds(10))
            #expect(throws: Errno.timedOut) { try connection.receive(1, within: .milliseconds(50)) }
        }
    }

    @Test("says when nobody listens, and when there is no such host")
    func nobody() throws {
        let port = try freeLoopbackPort()
        #expect(throws: Errno.connectionRefused) {
            try TCPConnection(host: "127.0.0.1", port: port, within: .seconds(10))
        }
        #expect(throws: UnknownHost(name: "no such host")) {
            try TCPConnection(host: "no such host", port: 1, within: .seconds(10))
        }
    }

    @Test("fixed ports are different ones below those that the kernel gives to clients")
    func fixedPorts() throws {
        let range = try Files.readText("/proc/sys/net/ipv4/ip_local_port_range")
        let firstEphemeral = try #require(range.split(whereSeparator: \.isWhitespace).first.flatMap { UInt16($0) })
        let ports = try freeFixedLoopbackPorts(50)
        #expect(Set(ports).count == 50)
        #expect(ports.allSatisfy { $0 < firstEphemeral })
    }
}
