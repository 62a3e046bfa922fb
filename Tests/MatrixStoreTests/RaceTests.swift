import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct RaceTests {
    @Test func tasksThatRaceForOneKeyBuildItOnce() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let builds = Recorder<Int>()
            let entries = try await withThrowingTaskGroup { group in
                for number in 0..<8 {
                    group.addTask {
                        try await bench.store().entry(for: bench.inputs(), label: "3.13.5") { work in
                            builds.append(number)
                            try await Task.sleep(for: .milliseconds(30))
                            return try StoreBench.fill(work)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(builds.elements.count == 1)
            #expect(entries.count(where: \.wasBuilt) == 1)
            #expect(Set(entries.map(\.entry.record.published)).count == 1)
            #expect(bench.notes.elements.contains { $0.contains("which builds python 3.13.5") })
        }
    }

    @Test func processesThatRaceForOneKeyBuildItOnce() async throws {
        try await withTemporaryFolder { folder in
            let root = folder.appending("store")
            let answers = try await withThrowingTaskGroup { group in
                for _ in 0..<20 { group.addTask { try await Publisher.run(root) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.filter { !$0.status.isSuccess } == [])
            #expect(answers.count { $0.standardOutput.hasSuffix("built\n") } == 1)
            #expect(answers.count { $0.standardOutput.hasSuffix("found\n") } == 19)
        }
    }

    @Test func differentKeysDoNotWaitForEachOther() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            _ = try await bench.store().entry(for: bench.inputs("outer"), label: "outer") { work in
                _ = try await bench.store().entry(for: bench.inputs("inner"), label: "inner") {
                    try StoreBench.fill($0)
                }
                return try StoreBench.fill(work)
            }
            #expect(try bench.store().entries(.python).map(\.record.label) == ["inner", "outer"])
            #expect(bench.notes.elements.isEmpty)
        }
    }

    @Test func anEntryInUseIsSharedByItsUsers() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let (entry, _) = try await bench.publish()
            try await bench.store().using(entry) {
                try await bench.store().using(entry) {
                    let lock = bench.layout.lock(.python, bench.key)
                    _ = await #expect(throws: FileLockError.self) {
                        try await FileLock.withLock(lock, mode: .exclusive, timeout: .zero) {}
                    }
                }
            }
        }
    }
}
