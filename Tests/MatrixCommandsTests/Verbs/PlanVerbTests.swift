import FoundationEssentials
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

/// The built binary with the recipes as they ship and a store that does not exist. `RECORD_GOLDEN=1` writes the golden files
/// anew.
@Suite("wsgimatrix plan") struct PlanVerbTests {
    private func run(_ arguments: [String], store: FilePath) async throws -> CapturedOutput {
        try await Processes.live.capture(
            Command(
                builtBinary, ["plan"] + arguments + ["--cache", store.string],
                environment: ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]))
    }

    private func answer(_ arguments: String...) async throws -> Answer {
        try await withTemporaryFolder { root in
            let output = try await run(arguments + ["--json"], store: root.appending("store"))
            try #require(output.status == .exited(0), "\(output.standardError)")
            return try JSONDecoder().decode(Answer.self, from: Data(output.standardOutput.utf8))
        }
    }

    @Test("shows people a table", arguments: ["default", "upstream"])
    func table(selection: String) async throws {
        let cells = selection == "upstream" ? ["--cells"] : []
        try await compare(["--select", selection, "--jobs", "2"] + cells, "\(selection).txt")
    }

    @Test("shows people what a plan leaves out")
    func audit() async throws { try await compare(["--select", "default", "--audit"], "default-audit.txt") }

    private func compare(_ arguments: [String], _ name: String) async throws {
        try await withTemporaryFolder { root in
            let store = root.appending("store")
            let output = try await run(arguments, store: store)
            #expect(output.status == .exited(0), "\(output.standardError)")
            let text = output.standardOutput.replacing(/plan [0-9a-f]{16}/, with: "plan [KEY]")
            let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Golden/plan/\(name)")
            if HostEnvironment.current()["RECORD_GOLDEN"] == "1" {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.write(to: file, atomically: true, encoding: .utf8)
            }
            #expect(try text == String(contentsOf: file, encoding: .utf8), "\(name)")
            #expect(try Files.status(store) == nil, "looking makes nothing")
        }
    }

    @Test("tells programs the cells, the pairs and the Pythons with their states and estimates")
    func json() async throws {
        let answer = try await answer("--only", "3.13.5", "--only", "2.7.18+6.1.1", "--jobs", "2")
        #expect(answer.plan.selection == "default" && answer.plan.cells == 24)
        #expect(answer.plan.hash.count == 64)
        #expect(answer.pythons.map { "\($0.python) \($0.state)" } == ["3.13.5 to-build", "2.7.18 unsupported"])
        let states = Dictionary(
            uniqueKeysWithValues: answer.pairs.map { ("\($0.python) \($0.modWsgi ?? "")", $0.state) })
        #expect(
            states == [
                "3.13.5 6.1.1": "to-build", "3.13.5 5.0.2": "to-build", "3.13.5 4.9.4": "unsupported",
                "3.13.5 4.7.1": "unsupported", "3.13.5 4.6.8": "unsupported", "2.7.18 6.1.1": "unsupported",
            ])
        #expect(answer.cells.count { $0.state == "to-build" } == 8)
        #expect(answer.cells.allSatisfy { ($0.reason == nil) == ($0.state == "to-build") })
        let builds = answer.pythons + answer.pairs
        #expect(builds.allSatisfy { ($0.estimate == nil) == ($0.state != "to-build") })
        #expect(builds.compactMap(\.estimate).allSatisfy { $0.basis == "recipe" && $0.seconds > 0 && $0.bytes > 0 })
        #expect(answer.totals.cells == ["to-build": 8, "unsupported": 16])
        let cpu = builds.compactMap(\.estimate?.cpuSeconds).reduce(0, +)
        #expect(answer.totals.cpuSeconds == cpu && answer.totals.seconds >= cpu / 2)
    }

    @Test("shows a shard with the hash of the whole")
    func shard() async throws {
        let whole = try await answer("--select", "generations")
        let parts = try await [
            answer("--select", "generations", "--shard", "1/2"), answer("--select", "generations", "--shard", "2/2"),
        ]
        #expect(parts.allSatisfy { $0.plan.hash == whole.plan.hash })
        #expect(parts.flatMap { $0.cells.map(\.cell) } == whole.cells.map(\.cell))
        #expect(parts.map(\.plan.cells) == [8, 8])
    }

    @Test(
        "refuses what leaves nothing, and says which option it was",
        arguments: [
            (["--python", "4.*"], "--python 4.*"), (["--mod-wsgi", ">=7"], "--mod-wsgi >=7"),
            (
                ["--select", "generations", "--python", "2.7", "--mod-wsgi", "6.*"],
                "`--mod-wsgi 6.*` leaves nothing of what `--python` left"
            ),
            (["--only", "3.13.5+6.1.2"], "did you mean `3.13.5+6.1.1`"),
            (["--select", "nightly"], "no selection `nightly`"),
            (["--shard", "3/2"], "3/2"), (["--select", "quick", "--all"], "exclude each other"),
            (["--jobs", "0"], "--jobs"),
        ])
    func refused(arguments: [String], words: String) async throws {
        try await withTemporaryFolder { root in
            let output = try await run(arguments, store: root.appending("store"))
            #expect(output.status == .exited(64), "\(output)")
            #expect(output.standardOutput.isEmpty)
            #expect(output.standardError.contains(words), "\(output.standardError)")
        }
    }
}

private struct Answer: Decodable {
    struct Heading: Decodable {
        var selection: String
        var cells: Int
        var hash: String
    }
    struct Totals: Decodable {
        var cells: [String: Int]
        var cpuSeconds: Double
        var seconds: Double
    }
    struct Estimate: Decodable {
        var cpuSeconds: Double
        var seconds: Double
        var bytes: Int64
        var basis: String
    }
    struct Build: Decodable {
        var python: String
        var modWsgi: String?
        var state: String
        var estimate: Estimate?
    }
    struct Cell: Decodable {
        var cell: String
        var state: String
        var reason: String?
    }
    var plan: Heading
    var totals: Totals
    var pythons: [Build]
    var pairs: [Build]
    var cells: [Cell]
}
