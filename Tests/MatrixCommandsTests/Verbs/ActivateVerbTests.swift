import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

/// The built binary, as far as it goes without a build.
@Suite("wsgimatrix activate") struct ActivateVerbTests {
    private func run(_ arguments: [String]) async throws -> CapturedOutput {
        try await withTemporaryFolder { root in
            try await Processes.live.capture(
                Command(
                    builtBinary, ["activate"] + arguments + ["--cache", root.appending("store").string],
                    environment: ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]))
        }
    }

    @Test(
        "refuses what makes no sense, and says which option it was",
        arguments: [
            ([], "activate takes a Python and a mod_wsgi, or --undo"),
            (["3.13.5"], "activate takes a Python and a mod_wsgi, or --undo"),
            (["3.13.5", "6.1.1", "--undo"], "--undo stands alone"),
            (["--undo", "--mpm", "event"], "--undo stands alone"),
            (["--undo", "--install", "/a"], "--undo stands alone"),
            (["3.13.5", "6.1.1", "--load-folder", "/a"], "--load-folder goes with --install"),
            (["3.99", "6.1.1"], "3.99"),
        ])
    func usage(arguments: [String], words: String) async throws {
        let output = try await run(arguments)
        #expect(output.status == .exited(64), "\(output)")
        #expect(output.standardOutput.isEmpty)
        #expect(output.standardError.contains(words), "\(output.standardError)")
    }

    @Test("has nothing to undo at first, and says how to activate")
    func nothing() async throws {
        let output = try await run(["--undo"])
        #expect(output.status == .exited(1))
        #expect(output.standardError == "error: nothing is active\n\nhint: wsgimatrix activate PYTHON MOD_WSGI\n")
    }
}
