import Foundation
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

/// A folder with an archive in it, a place to unpack to, and a neighbour that nobody may touch.
struct ArchiveBench {
    let root: FilePath
    var archive: FilePath { root.appending("archive.tar.gz") }
    var destination: FilePath { root.appending("destination") }
    var secret: FilePath { root.appending("outside/secret") }

    init(_ root: FilePath) throws {
        self.root = root
        try Files.makeFolder(root.appending("destination"))
        try Files.makeFolder(root.appending("outside"))
        try Files.writeFile(root.appending("outside/secret"), "untouched")
    }

    @discardableResult
    func unpack(_ bytes: [UInt8], budget: ArchiveBudget = ArchiveBudget()) throws -> UnpackSummary {
        try Data(bytes).write(to: URL(filePath: archive.string))
        return try unpackArchive(archive, into: destination, budget: budget)
    }

    /// Nothing may ever stand beside what the test has put there.
    func expectNothingOutsideTouched(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let beside = try Files.listFolder(root).filter { $0 != archive.lastComponent?.string }
        #expect(beside == ["destination", "outside"], sourceLocation: sourceLocation)
        #expect(try Files.listFolder(root.appending("outside")) == ["secret"], sourceLocation: sourceLocation)
        #expect(try Files.readText(secret) == "untouched", sourceLocation: sourceLocation)
        #expect(try Files.status(secret)?.permissions == .sharedFile, sourceLocation: sourceLocation)
    }
}

/// Unpacks what `build` makes and expects exactly `error`, and nothing outside the destination.
func expectRefused(
    _ error: ArchiveError, budget: ArchiveBudget = ArchiveBudget(),
    sourceLocation: SourceLocation = #_sourceLocation, _ build: (inout TarBuilder) -> Void
) async throws {
    var tar = TarBuilder()
    build(&tar)
    try await expectRefused(tar.finished, error, budget: budget, sourceLocation: sourceLocation)
}

func expectRefused(
    _ bytes: [UInt8], _ error: ArchiveError, budget: ArchiveBudget = ArchiveBudget(),
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    try await withTemporaryFolder { root in
        let bench = try ArchiveBench(root)
        #expect(throws: error, sourceLocation: sourceLocation) { try bench.unpack(bytes, budget: budget) }
        try bench.expectNothingOutsideTouched(sourceLocation: sourceLocation)
    }
}

/// Unpacks what `build` makes and hands over the destination.
func unpacking(
    _ build: (inout TarBuilder) -> Void, check: (FilePath, UnpackSummary) throws -> Void
) async throws {
    var tar = TarBuilder()
    build(&tar)
    let bytes = tar.finished
    try await withTemporaryFolder { root in
        let bench = try ArchiveBench(root)
        let summary = try bench.unpack(bytes)
        try check(bench.destination, summary)
        try bench.expectNothingOutsideTouched()
    }
}
