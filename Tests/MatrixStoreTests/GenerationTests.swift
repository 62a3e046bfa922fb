import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct GenerationTests {
    private struct Failure: Error, Equatable {}

    private let cell = Cell("3.13.5+6.1.1+daemon+event")!

    private func record(_ text: String, of cell: Cell? = nil) -> GenerationRecord {
        let key = BuildKey(sha256(of: "key"))
        return GenerationRecord(
            cell: cell ?? self.cell, fingerprint: sha256(of: text), pythonKey: key, modWsgiKey: key)
    }

    private func make(_ text: String, in bench: StoreBench, of cell: Cell? = nil) async throws -> (Generation, Bool) {
        let cell = cell ?? self.cell
        return try await bench.store().generation(of: cell, record: record(text, of: cell)) { staging, destination in
            try Files.writeFile(staging.appending("httpd.conf"), "\(destination)")
        }
    }

    @Test func theSameRecordGivesTheSameGeneration() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            #expect(try bench.store().generation(of: cell) == nil)
            #expect(try bench.store().provisionedCells().isEmpty)
            let (first, isNew) = try await make("one", in: bench)
            #expect(isNew)
            #expect(first.number == 1)
            let (second, isNewAgain) = try await make("one", in: bench)
            #expect(!isNewAgain)
            #expect(second == first)
            #expect(try Files.readText(first.folder.appending("httpd.conf")) == "\(first.folder)")
            #expect(try bench.store().provisionedCells() == [cell])
        }
    }

    @Test func anotherRecordGivesTheNextNumberAndMovesTheLink() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            _ = try await make("one", in: bench)
            let other = Cell("3.13.5+6.1.1+embedded+prefork")!
            #expect(try await make("other", in: bench, of: other).0.number == 2)
            let (third, isNew) = try await make("two", in: bench)
            #expect(isNew)
            #expect(third.number == 3)
            let (current, found) = try #require(try bench.store().generation(of: cell))
            #expect(current == third)
            #expect(found == record("two"))
            #expect(try bench.store().generation(of: other)?.0.number == 2)
            #expect(try bench.names(in: bench.layout.generations) == ["1", "2", "3"])
            #expect(try Files.readSymlink(bench.layout.cellLink(cell)) == "../generations/3")
        }
    }

    @Test func aFillThatThrowsLeavesNothingAndTheOldGenerationStays() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let (first, _) = try await make("one", in: bench)
            await #expect(throws: Failure()) {
                try await bench.store().generation(of: cell, record: record("two")) { staging, _ in
                    try Files.writeFile(staging.appending("httpd.conf"), "half")
                    throw Failure()
                }
            }
            #expect(try bench.names(in: bench.layout.staging) == [])
            #expect(try bench.names(in: bench.layout.generations) == ["1"])
            #expect(try bench.store().generation(of: cell)?.0 == first)
        }
    }

    @Test(arguments: ["", "{", "{\"format\": 1}"])
    func aGenerationWithADamagedRecordIsMadeAgain(text: String) async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let (first, _) = try await make("one", in: bench)
            try Files.writeFile(first.folder.appending("generation.json"), text)
            #expect(try bench.store().generation(of: cell) == nil)
            #expect(try await make("one", in: bench).0.number == 2)
        }
    }

    @Test func aReaderNeverSeesACellWithoutAGeneration() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            _ = try await make("start", in: bench)
            let made = Recorder<Int>()
            try await withThrowingTaskGroup { group in
                group.addTask {
                    for number in 1...200 { made.append(try await make("\(number)", in: bench).0.number) }
                }
                group.addTask {
                    var last = 1
                    while made.elements.count < 200 {
                        let (generation, _) = try #require(try bench.store().generation(of: cell))
                        #expect(generation.number >= last)
                        last = generation.number
                        await Task.yield()
                    }
                }
                try await group.waitForAll()
            }
            #expect(try bench.store().generation(of: cell)?.0.number == 201)
        }
    }
}
