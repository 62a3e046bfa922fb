import Foundation
import Glibc
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    /// With fake sources: what is fake about them is said at `FakePair`.
    @Suite("A prebuild", .timeLimit(.minutes(5))) struct PrebuildTests {
        private static let all = FakeMatrix.pythons.count * (1 + FakeMatrix.modWsgis.count)

        @Test("builds everything within its jobs, and the next one has nothing to do")
        func again() async throws {
            try await withMatrix { tool, matrix in
                let timeline = tool.store.removingLastComponent().appending("timeline")
                let first = try await report(tool, matrix.prebuild("--jobs", "2", "--timeline", timeline.string))
                #expect(first.counts == ["built": Self.all])
                #expect(first.jobs == 2)
                #expect(try matrix.configureRuns().sorted() == FakeMatrix.pythons)
                #expect(try matrix.mostJobs() <= 2)
                let used = try Files.readText(timeline).split(separator: "\n").map { line in
                    try JSONDecoder().decode(Jobs.self, from: Data(line.utf8)).jobs
                }
                #expect(used.max() == 2)
                let second = try await report(tool, matrix.prebuild())
                #expect(second.counts == ["cached": Self.all])
                #expect(try matrix.configureRuns().count == FakeMatrix.pythons.count)
                #expect(second.results.map(\.key) == first.results.map(\.key))
            }
        }

        @Test("goes on after a failure, and tells what could not be reached")
        func failure() async throws {
            let bad = FakeMatrix.pythons[0]
            try await withMatrix(failing: [bad]) { tool, matrix in
                let outcome = try await tool.run(matrix.prebuild("--progress", "json"))
                #expect(outcome.status == .exited(1))
                let report = try outcome.decoded(as: PrebuildReport.self)
                #expect(report.counts == ["built": Self.all - 3, "failed": 1, "not-reached": 2])
                let failed = try #require(report.results.first { $0.outcome == .failed })
                #expect(failed.build == "Python \(bad)")
                #expect(failed.reason?.contains("configure: error: no luck") == true)
                let log = try #require(failed.reason?.split(separator: "\n").first { $0.hasPrefix("log: ") })
                #expect(try Files.readText(FilePath(String(log.dropFirst(5)))).contains("no luck"))
                #expect(report.results.filter { $0.outcome == .notReached }.allSatisfy { $0.python == bad })
                for line in outcome.messages.split(separator: "\n") {
                    #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "\(line)")
                }
            }
        }

        @Test("with --fail-fast ends at the first failure")
        func failFast() async throws {
            try await withMatrix(failing: Set(FakeMatrix.pythons)) { tool, matrix in
                let outcome = try await tool.run(matrix.prebuild("--fail-fast", "--jobs", "1"))
                #expect(outcome.status == .exited(1))
                let report = try outcome.decoded(as: PrebuildReport.self)
                #expect(report.counts == ["failed": 1, "not-reached": Self.all - 1])
                // The next one in the queue may just have begun.
                #expect(try matrix.configureRuns().count <= 2)
                #expect(commandsUsing(tool.store) == [])
            }
        }

        @Test(
            "that is stopped or killed is taken up by the next one, which repeats nothing",
            arguments: [SIGINT, SIGKILL])
        func interrupted(signal: Int32) async throws {
            try await withMatrix { tool, matrix in
                try await withCleanUp { cleanUp in
                    cleanUp.add { endAll(processesUsing(tool.store)) }
                    let run = try await tool.start(matrix.prebuild("--jobs", "1"), cleanUp: cleanUp)
                    try await wait(for: "a second Python, and a first one in the store") {
                        let store = tool.store.appending("python-v1")
                        return try matrix.configureRuns().count == 2
                            && Files.listFolder(store).contains { $0.hasSuffix(".json") }
                    }
                    let outcome = try await run.end(by: signal)
                    if signal == SIGKILL {
                        #expect(outcome.status == .signalled(SIGKILL))
                    } else {
                        #expect(outcome.status == .exited(128 + signal), "\(outcome.messages)")
                        #expect(commandsUsing(tool.store) == [])
                        #expect(try Files.listFolder(tool.store.appending("staging")) == [])
                    }
                    let next = try await report(tool, matrix.prebuild())
                    #expect(next.counts["failed"] == nil)
                    #expect(next.counts["cached", default: 0] >= 1)
                    // The interrupted one is the only one that was begun twice.
                    #expect(try matrix.configureRuns().count <= FakeMatrix.pythons.count + 1)
                }
            }
        }

        @Test("that twenty processes do at the same time builds everything once, each within its jobs")
        func together() async throws {
            try await withMatrix { tool, matrix in
                let reports = try await withThrowingTaskGroup { group in
                    for _ in 0..<20 { group.addTask { try await report(tool, matrix.prebuild("--jobs", "2")) } }
                    return try await group.reduce(into: [PrebuildReport]()) { $0.append($1) }
                }
                #expect(reports.count == 20)
                #expect(try matrix.configureRuns().sorted() == FakeMatrix.pythons)
                let built = reports.flatMap(\.results).filter { $0.outcome == .built }.map(\.build)
                #expect(built.count == Self.all && Set(built).count == Self.all)
                #expect(reports.allSatisfy { $0.exitCode == 0 })
                #expect(try matrix.mostJobs() <= 2)
            }
        }

        private struct Jobs: Decodable {
            var jobs: Int
        }

        private func withMatrix(
            failing: Set<String> = [], _ body: (_ tool: Tool, _ matrix: FakeMatrix) async throws -> Void
        ) async throws {
            try await withTemporaryFolder { root in
                try await body(Tool(store: root.appending("store")), try await FakeMatrix(in: root, failing: failing))
            }
        }

        private func report(_ tool: Tool, _ arguments: [String]) async throws -> PrebuildReport {
            let outcome = try await tool.run(arguments)
            try #require(outcome.status == .exited(0), "\(outcome.messages)\n\(outcome.output)")
            return try outcome.decoded(as: PrebuildReport.self)
        }
    }
}
