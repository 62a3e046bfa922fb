import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct GoodArchiveTests {
    @Test func theTopFolderIsStrippedAndTheRestCounted() async throws {
        try await unpacking {
            $0.add("top/", .folder)
            $0.add("top/a/", .folder)
            $0.add("top/a/file", content: "text")
        } check: { destination, summary in
            try #expect(Files.readText(destination.appending("a/file")) == "text")
            #expect(summary == UnpackSummary(topFolder: "top", entries: 2, bytes: ByteCount(4)))
        }
    }

    @Test func modesAreNormalisedAndSpecialBitsCleared() async throws {
        try await unpacking {
            $0.add("top/setuid", mode: 0o6755)
            $0.add("top/sticky", .folder, mode: 0o1777)
            $0.add("top/closed", .folder, mode: 0o000)
            $0.add("top/closed/secret", mode: 0o400)
            $0.add("top/group", mode: 0o677)
        } check: { destination, _ in
            for (name, mode) in [
                ("setuid", 0o755), ("sticky", 0o755), ("closed", 0o755), ("closed/secret", 0o644), ("group", 0o644),
            ] as [(String, CInterop.Mode)] {
                let status = try Files.status(destination.appending(FilePath(name).components))
                #expect(status?.permissions == FilePermissions(rawValue: mode), "\(name)")
                #expect(status?.userID == HostEnvironment.current().userID, "\(name)")
            }
        }
    }

    @Test func timesAreKeptBecauseMakeComparesThem() async throws {
        try await unpacking {
            $0.add("top/folder", .folder, modified: 1_500_000_000)
            $0.addPax([("mtime", "1500000001.25")])
            $0.add("top/folder/configure")
            $0.add("top/folder/configure.ac", modified: 1_400_000_000)
        } check: { destination, _ in
            func time(_ name: String) throws -> Duration? {
                try Files.status(destination.appending(FilePath(name).components))?.modified
            }
            try #expect(time("folder") == .seconds(1_500_000_000))
            try #expect(time("folder/configure") == .milliseconds(1_500_000_001_250))
            try #expect(time("folder/configure.ac") == .seconds(1_400_000_000))
        }
    }

    @Test func linksThatStayInsideAreMade() async throws {
        try await unpacking {
            $0.add("top/a/b/file", content: "text")
            $0.add("top/a/up", .symlink, link: "../other")
            $0.add("top/a/down", .symlink, link: "./b/file")
            $0.add("top/dangling", .symlink, link: "nowhere")
            $0.add("top/hard", .hardlink, link: "top/a/b/file")
            $0.add("top/harder", .hardlink, link: "./top/hard")
        } check: { destination, _ in
            #expect(try Files.readSymlink(destination.appending("a/up")) == "../other")
            #expect(try Files.readText(destination.appending("a/down")) == "text")
            let inodes = try ["a/b/file", "hard", "harder"].map {
                try Files.status(destination.appending(FilePath($0).components))?.inode
            }
            #expect(Set(inodes).count == 1)
        }
    }

    @Test func aHardLinkCannotBringBytesThatReplaceTheFile() async throws {
        try await unpacking {
            $0.add("top/file", content: "first")
            // Only after a pax header does libarchive believe that a hard link has bytes.
            $0.addPax([("comment", "x")])
            $0.add("top/hard", .hardlink, link: "top/file", content: "other")
            $0.add("top/last", content: "last")
        } check: { destination, _ in
            try #expect(Files.readText(destination.appending("file")) == "first")
            try #expect(Files.readText(destination.appending("last")) == "last")
        }
    }

    @Test func longAndUnicodeNamesComeFromPaxHeaders() async throws {
        let long = String(repeating: "n", count: 255)
        try await unpacking {
            $0.addPax([("path", "top/\(long)/ünïcödé-日本.txt")])
            $0.add("top/short", content: "text")
        } check: { destination, _ in
            try #expect(Files.readText(destination.appending(long).appending("ünïcödé-日本.txt")) == "text")
        }
    }

    @Test func theGlobalHeaderOfGitArchivesIsNoEntry() async throws {
        try await unpacking {
            $0.addPax([("comment", "0123456789abcdef")], isGlobal: true)
            $0.add("top/", .folder)
            $0.add("top/file")
        } check: { destination, summary in
            try #expect(Files.listFolder(destination) == ["file"])
            #expect(summary.entries == 1)
        }
    }

    @Test func aFolderThatWasOnlyImpliedMayFollow() async throws {
        try await unpacking {
            $0.add("./top//a/b", content: "text")
            $0.add("top/a/", .folder)
        } check: { destination, summary in
            try #expect(Files.status(destination.appending("a"))?.permissions == .sharedFolder)
            #expect(summary.entries == 2)
        }
    }

    @Test func nothingButNamesKindsTimesAndBytesIsTaken() async throws {
        try await unpacking {
            $0.addPax([
                ("SCHILY.xattr.user.evil", "1"), ("SCHILY.acl.access", "user::rw-,group::rwx,other::rwx"),
                ("SCHILY.fflags", "nodump"), ("uid", "0"), ("uname", "root"),
            ])
            $0.add("top/file", content: "text")
        } check: { destination, _ in
            let file = destination.appending("file")
            #expect(try Files.status(file)?.permissions == .sharedFile)
            let attributes = try FileManager.default.attributesOfItem(atPath: file.string)
            let extended = attributes[FileAttributeKey("NSFileExtendedAttributes")] as? [String: Data]
            #expect(extended?["user.evil"] == nil)
        }
    }

    @Test(arguments: ["gzip", "bzip2", "xz", "zstd"]) func eachUsualCompressionIsRead(tool: String) async throws {
        try await withTemporaryFolder { root in
            var tar = TarBuilder()
            tar.add("top/file", content: "text")
            try tar.write(to: root.appending("archive"))
            try await compress(root.appending("archive"), with: tool)
            let packed = try #require(try Files.listFolder(root).first { $0.hasPrefix("archive.") })
            try Files.makeFolder(root.appending("destination"))
            _ = try unpackArchive(root.appending(packed), into: root.appending("destination"))
            #expect(try Files.readText(root.appending("destination/file")) == "text")
        }
    }

    @Test func aLinkOnTheWayToTheDestinationIsFine() async throws {
        try await withTemporaryFolder { root in
            let bench = try ArchiveBench(root)
            var tar = TarBuilder()
            tar.add("top/a/file", content: "text")
            try tar.write(to: bench.archive)
            try Files.replaceSymlink(at: bench.root.appending("outside/link"), target: "..")
            _ = try unpackArchive(bench.archive, into: bench.root.appending("outside/link/destination"))
            #expect(try Files.readText(bench.destination.appending("a/file")) == "text")
        }
    }
}
