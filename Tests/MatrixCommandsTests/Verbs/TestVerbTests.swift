import MatrixHost
import MatrixTestSupport
import Testing

/// The built binary, which refuses before it looks for anything.
@Suite("wsgimatrix test") struct TestVerbTests {
    @Test(
        "refuses what it would pass over",
        arguments: [
            [], ["3.13.5"], ["3.13.5", "6.1.1", "--all"], ["--all", "--driver", "pymongo==4.20.0"],
            ["--self-check", "--driver", "pymongo==4.20.0"], ["--self-check", "--app", "app.py"],
            ["--self-check", "--script", "script.py"], ["3.13.5", "6.1.1", "--shard", "1/2"],
            ["3.13.5", "6.1.1", "--app", "/no/such/file.py"], ["3.13.5", "6.1.1", "--script", "/no/such/file.py"],
            ["3.13.5", "6.1.1", "--python", "3.13"], ["3.13.5", "6.1.1", "--rerun-failed"], ["--only", "3.12"],
            ["--mod-wsgi", "7"], ["--python", "3.13", "--mode", "daemon"], ["--select", "smoke", "--width", "0"],
        ])
    func refused(arguments: [String]) async throws {
        let output = try await Processes.live.capture(Command(builtBinary, ["test"] + arguments, environment: [:]))
        #expect(output.status == .exited(64), "\(output)")
    }
}
