import Foundation
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

/// The real binary as the child, through the real `Processes`.
@Suite struct UnpackChildTests {
    private let archives = Archives.live(executable: builtBinary, processes: .live)

    @Test func aGoodArchiveIsUnpacked() async throws {
        try await withTemporaryFolder { root in
            let bench = try ArchiveBench(root)
            var tar = TarBuilder()
            tar.add("top/ünïcödé", content: "text")
            try tar.write(to: bench.archive)
            try await archives.unpack(bench.archive, bench.destination)
            #expect(try Files.readText(bench.destination.appending("ünïcödé")) == "text")
        }
    }

    @Test func theReasonOfARefusalComesBack() async throws {
        try await withTemporaryFolder { root in
            let bench = try ArchiveBench(root)
            var tar = TarBuilder()
            tar.add("../\u{1B}x", content: "evil")
            try tar.write(to: bench.archive)
            await #expect(throws: ArchiveError.badName("../\u{1B}x", .controlCharacter)) {
                try await archives.unpack(bench.archive, bench.destination)
            }
            try bench.expectNothingOutsideTouched()
        }
    }

    @Test func whatTheMachineRefusesIsNotTheArchivesFault() async throws {
        try await withTemporaryFolder { root in
            let bench = try ArchiveBench(root)
            try TarBuilder().write(to: bench.archive)
            let missing = root.appending("missing")
            await #expect(throws: ArchiveError.cannotWrite(missing.string, .noSuchFileOrDirectory)) {
                try await archives.unpack(bench.archive, missing)
            }
            await #expect(throws: ArchiveError.cannotRead(missing.string, .noSuchFileOrDirectory)) {
                try await archives.unpack(missing, bench.destination)
            }
        }
    }

    @Test(arguments: [.exited(1), .exited(65), .signalled(9)] as [MatrixHost.ExitStatus])
    func aChildThatSaysNothingHasDied(status: MatrixHost.ExitStatus) async throws {
        let processes = Processes(
            run: { _, _ in status },
            capture: { _ in CapturedOutput(status: status, standardOutput: "", standardError: "") })
        await #expect(throws: ArchiveError.unpackerDied(status)) {
            try await Archives.live(executable: "/bin/false", processes: processes).unpack("/a", "/b")
        }
    }

    @Test(.enabled(if: realArchives != nil, "WSGIMATRIX_TEST_ARCHIVES names no tarballs"))
    func realArchivesAreUnpacked() async throws {
        for archive in realArchives ?? [] {
            try await withTemporaryFolder { root in
                try await archives.unpack(FilePath(archive), root)
                #expect(try Files.listFolder(root).contains("configure"), "\(archive)")
            }
        }
    }
}

/// Paths with colons between them.
private let realArchives = HostEnvironment.current()["WSGIMATRIX_TEST_ARCHIVES"]?.split(separator: ":").map(String.init)
