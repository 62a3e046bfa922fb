import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

/// The built binary against servers of ours.
@Suite("wsgimatrix load") struct LoadVerbTests {
    private func run(_ arguments: String...) async throws -> CapturedOutput {
        try await Processes.live.capture(Command(builtBinary, ["load"] + arguments, environment: [:]))
    }

    private func outcome(_ output: CapturedOutput) throws -> LoadOutcome {
        try JSONDecoder().decode(LoadOutcome.self, from: Data(output.standardOutput.utf8))
    }

    @Test("has the defaults of PyMongo's test_client.py")
    func defaults() async throws {
        let help = try await run("--help").standardOutput.split(separator: "\n").joined()
        // There: "-n", "--nrequests", default=50 * 1000, and "-t", "--nthreads", default=100.
        #expect(help.contains(/-n, --nrequests.*?\(default:\s+50000\).*-t, --nthreads.*?\(default:\s+100\)/))
    }

    @Test("takes its options before the mode, as test_client.py is called")
    func order() async throws {
        try await LyingServer.answering { _, _ in .status(200) }.run { server in
            let output = try await run("-n", "13", "-t", "7", "-c", "-q", "serial", server.url("/1"), server.url("/2"))
            #expect(output.status == .exited(0), "\(output)")
            #expect(server.requests.count == 13)
            #expect(Set(server.requests.map(\.target)) == ["/1", "/2"])
        }
    }

    @Test("sends what it was told, prints the seed, and ends with 0")
    func good() async throws {
        try await LyingServer.answering { _, _ in .status(200, Array("nonce=1".utf8)) }.run { server in
            let output = try await run(
                "parallel", "-n", "23", "-t", "5", "--seed", "9", "--expect", "nonce=1", server.url("/1"),
                server.url("/2"))
            #expect(output.status == .exited(0), "\(output.standardError)")
            #expect(output.standardOutput.hasPrefix("23 sent, 23 ok, 0 failed\n"))
            #expect(output.standardOutput.contains(", seed 9\n"))
            #expect(server.requests.count == 23)
            let quiet = try await run("serial", "-q", "-n", "2", server.url())
            #expect(quiet.standardOutput.isEmpty)
            #expect(quiet.status == .exited(0))
        }
    }

    @Test(
        "ends with 1 when a request failed, at once or with --continue at the end", arguments: [("-q", 1), ("-c", 6)])
    func failed(option: String, sent: Int) async throws {
        try await LyingServer.answering { _, _ in .status(200, Array("nonce=2".utf8)) }.run { server in
            let output = try await run(
                "serial", "-n", "6", option, "--expect", "nonce=1", "--json", "--seed", "1", server.url())
            #expect(output.status == .exited(1))
            let outcome = try outcome(output)
            #expect(outcome.sent == sent)
            #expect(outcome.failed == [.wrongBody: sent])
            #expect(outcome.seed == 1)
            #expect(server.requests.count == sent)
        }
    }

    @Test("reports what it has met when it is told to stop")
    func stopped() async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Int.self)
        try await LyingServer.answering { _, number in
            arrival.yield(number)
            return number < 4 ? .status(200) : LyingServer.Answer(steps: [.pause(.seconds(60))])
        }.run { server in
            let running = Task { try await run("serial", "-n", "9", "--json", "--timeout", "50", server.url()) }
            for await number in arrivals where number == 4 { break }
            let process = try #require(ProcessTable.live.all().first { $0.commandLine.contains(server.url()) })
            #expect(ProcessTable.live.signal(process.identity, .terminate))
            let output = try await running.value
            #expect(output.status == .exited(128 + 15))
            let outcome = try outcome(output)
            #expect(outcome.sent == 5)
            #expect(outcome.ok == 4)
            #expect(!outcome.isComplete)
        }
    }

    @Test("says before the first request that it may not open as many connections")
    func descriptors() async throws {
        try await LyingServer.answering { _, _ in .status(200) }.run { server in
            let script = "ulimit -n 64 && exec \"$0\" load parallel -n 200 -t 100 \"$1\""
            let output = try await Processes.live.capture(
                Command("/bin/sh", ["-c", script, builtBinary.string, server.url()], environment: [:]))
            #expect(output.status == .exited(69))
            #expect(output.standardError.contains("error: this process may open 64 descriptors"), "\(output)")
            #expect(output.standardError.contains("hint: `ulimit -n "))
            #expect(server.requests.isEmpty)
        }
    }

    @Test("raises a soft limit that is too low")
    func softLimit() async throws {
        try await LyingServer.answering { _, _ in .status(200) }.run { server in
            let script = "ulimit -S -n 64 && exec \"$0\" load parallel -q -n 100 -t 100 \"$1\""
            let output = try await Processes.live.capture(
                Command("/bin/sh", ["-c", script, builtBinary.string, server.url()], environment: [:]))
            #expect(output.status == .exited(0), "\(output)")
            #expect(server.requests.count == 100)
        }
    }

    @Test(
        "takes no number, mode or URL that makes no sense",
        arguments: [
            ["parallel"], ["sideways", "http://a"], ["serial", "-n", "0", "http://a"],
            ["parallel", "-t", "0", "http://a"], ["serial", "--timeout", "0", "http://a"], ["serial", "ftp://a"],
        ])
    func usage(arguments: [String]) async throws {
        let output = try await Processes.live.capture(Command(builtBinary, ["load"] + arguments, environment: [:]))
        #expect(output.status == .exited(64), "\(output)")
    }
}
