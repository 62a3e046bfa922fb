import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import Testing

/// The proxy variables belong to the whole process, so each test has one of its own.
@Suite struct ProxyTests {
    @Test func theProxyVariableIsHonoured() async {
        await #expect(processExitsWith: .success) {
            try await LyingServer.answering { _, _ in .status(200, Array("through".utf8)) }.run { server in
                setenv("http_proxy", "http://me:secret@127.0.0.1:\(server.port)", 1)
                let text = try await Downloads.live().fetchText("http://example.invalid/x", "*/*", ByteCount(99))
                precondition(text == "through")
                precondition(server.requests[0].target == "http://example.invalid/x")
                precondition(server.requests[0].headers["proxy-authorization"] != nil)
            }
        }
    }

    @Test func theCredentialsOfAProxyThatIsDownAreNotTold() async {
        await #expect(processExitsWith: .success) {
            setenv("http_proxy", "http://me:secret@127.0.0.1:1", 1)
            do {
                _ = try await Downloads.live().fetchText("http://example.invalid/x", "*/*", ByteCount(99))
                preconditionFailure("there is no proxy")
            } catch DownloadError.cannotConnect(_, let reason) {
                precondition(!reason.contains("secret") && reason.contains("127.0.0.1"))
            }
        }
    }
}
