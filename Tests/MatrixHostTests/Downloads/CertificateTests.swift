import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@Suite(.enabled(if: TLSServer.isAvailable, "no openssl command"))
struct CertificateTests {
    @Test func aCertificateThatIsTrustedServes() async throws {
        try await TLSServer.run(validFrom: 2020, until: 2090) { server in
            let text = try await fetch("ca.conf", server, authorities: server.certificate)
            #expect(text.contains("subjectAltName"))
        }
    }

    @Test func oneThatNobodyVouchesForIsRefused() async throws {
        try await TLSServer.run(validFrom: 2020, until: 2090) { server in
            let error = await #expect(throws: DownloadError.self) {
                _ = try await fetch("ca.conf", server, authorities: nil)
            }
            guard case .certificateRefused(_, let reason) = error else { throw error! }
            #expect(reason.contains("self-signed certificate"))
        }
    }

    @Test(arguments: [(2019, 2020, "certificate has expired"), (2088, 2090, "certificate is not yet valid")])
    func oneThatIsNotValidNowIsSaidWithThisMachinesDate(first: Int, last: Int, verdict: String) async throws {
        try await TLSServer.run(validFrom: first, until: last) { server in
            let error = await #expect(throws: DownloadError.self) {
                _ = try await fetch("ca.conf", server, authorities: server.certificate)
            }
            guard case .certificateOutOfDate(_, let reason, let time) = error else { throw error! }
            #expect(reason.contains(verdict))
            #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
        }
    }

    @Test func aServerWithoutTLSIsSaid() async throws {
        try await LyingServer.answering { _, _ in .status(200) }.run { server in
            let error = await #expect(throws: DownloadError.self) {
                _ = try await Downloads.live().fetchText("https://127.0.0.1:\(server.port)/", "*/*", ByteCount(9))
            }
            guard case .tlsFailed = error else { throw error! }
        }
    }

    private func fetch(_ name: String, _ server: TLSServer, authorities: FilePath?) async throws -> String {
        var policy = DownloadPolicy.impatient
        policy.authorities = authorities
        return try await Downloads.live(clock: PauseRecorder(), policy: policy)
            .fetchText("https://127.0.0.1:\(server.port)/\(name)", "*/*", ByteCount(10_000))
    }
}
