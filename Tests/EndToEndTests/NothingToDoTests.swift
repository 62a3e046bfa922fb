import MatrixHost
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("A pair that is in the store", .timeLimit(.minutes(15))) struct NothingToDoTests {
        private let tool = SharedStore.tool

        @Test("is used as it is: nothing is built, fetched or written")
        func again() async throws {
            let pair = Pair.newest
            let first = try await tool.answer(Provisioned.self, "provision", pair.python, pair.modWsgi)
            let before = try await snapshot()
            let second = try await tool.answer(
                Provisioned.self, "provision", pair.python, pair.modWsgi, "--offline", "--mirror", "/nonexistent")
            #expect(second.built == [])
            #expect(second.module == first.module)
            let after = try await snapshot()
            #expect(after.subtracting(before) == [])
            #expect(before.subtracting(after) == [])
        }

        /// Every file and folder of the store: a file that was replaced has another inode.
        private func snapshot() async throws -> Set<Substring> {
            let output = try await Processes.live.capture(
                Command(
                    "find", [tool.store.string, "-printf", #"%P: inode %i, %s bytes, of %T@\n"#],
                    environment: ["PATH": "/usr/bin:/bin"]))
            try #require(output.status == .exited(0))
            return Set(output.standardOutput.split(separator: "\n"))
        }
    }
}
