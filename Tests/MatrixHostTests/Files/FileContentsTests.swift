import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct FileContentsTests {
    @Test func aFileIsReplacedAndNothingStagedIsLeft() async throws {
        try await withTemporaryFolder { root in
            try Files.replaceFile(root.appending("file"), "one")
            try Files.replaceFile(root.appending("file"), "two")
            #expect(try Files.readText(root.appending("file")) == "two")
            #expect(try Files.listFolder(root) == ["file"])
        }
    }

    @Test func aWrittenFileIsTruncatedFirst() async throws {
        try await withTemporaryFolder { root in
            try Files.writeFile(root.appending("file"), "a longer text")
            try Files.writeFile(root.appending("file"), "short")
            #expect(try Files.readText(root.appending("file")) == "short")
        }
    }

    @Test func replacingAFolderFailsAndLeavesNothingBeside() async throws {
        try await withTemporaryFolder { root in
            try Files.makeFolder(root.appending("folder"))
            #expect(throws: FileError.self) { try Files.replaceFile(root.appending("folder"), "text") }
            #expect(throws: FileError.self) { try Files.replaceSymlink(at: root.appending("folder"), target: "x") }
            #expect(try Files.listFolder(root) == ["folder"])
        }
    }

    @Test func aLinkIsPointedElsewhere() async throws {
        try await withTemporaryFolder { root in
            try Files.replaceSymlink(at: root.appending("active"), target: "generations/1")
            try Files.replaceSymlink(at: root.appending("active"), target: "generations/2")
            #expect(try Files.readSymlink(root.appending("active")) == "generations/2")
            #expect(try Files.listFolder(root) == ["active"])
        }
    }

    @Test func whatStandsThereIsNotReplacedByWhatIsAdded() async throws {
        try await withTemporaryFolder { root in
            let path = root.appending("name")
            try Files.addSymlink(at: path, target: "/nonexistent")
            for add in [{ try Files.addFile(path, "text") }, { try Files.addSymlink(at: path, target: "x") }] {
                #expect(throws: FileError.failed(.link, path, .fileExists)) { try add() }
            }
            #expect(try Files.readSymlink(path) == "/nonexistent")
            try Files.addFile(root.appending("file"), "text")
            #expect(try Files.readText(root.appending("file")) == "text")
            #expect(try Files.listFolder(root) == ["file", "name"])
        }
    }

    @Test func readersNeverSeeALinkMissing() async throws {
        try await withTemporaryFolder { root in
            let link = root.appending("active")
            try Files.replaceSymlink(at: link, target: "0")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for turn in 1...200 { try Files.replaceSymlink(at: link, target: FilePath("\(turn)")) }
                }
                group.addTask {
                    for _ in 1...2000 {
                        let status = try Files.status(link)
                        #expect(status?.kind == .symlink)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func aTextOverTheLimitOrNotUTF8IsRefused() async throws {
        try await withTemporaryFolder { root in
            let file = root.appending("file")
            try Files.writeFile(file, "12345")
            #expect(try Files.readText(file, limit: ByteCount(5)) == "12345")
            #expect(throws: FileError.tooLarge(file, limit: ByteCount(4))) {
                try Files.readText(file, limit: ByteCount(4))
            }
            try Data([0xC3, 0x28]).write(to: URL(filePath: file.string))
            #expect(throws: FileError.notUTF8(file)) { try Files.readText(file) }
        }
    }

    @Test(arguments: [0, 1, 300_000]) func aCopyHasTheSameBytesAndPermissions(size: Int) async throws {
        try await withTemporaryFolder { root in
            let text = String(repeating: "x", count: size)
            try Files.writeFile(root.appending("one"), text, permissions: .sharedFolder)
            try Files.copyFile(from: root.appending("one"), to: root.appending("two"))
            #expect(try Files.readText(root.appending("two")) == text)
            #expect(try Files.status(root.appending("two"))?.permissions == .sharedFolder)
        }
    }

    @Test func aFileOfProcIsReadToItsEndWhateverSizeItClaims() async throws {
        try await withTemporaryFolder { root in
            try Files.copyFile(from: "/proc/self/status", to: root.appending("status"))
            #expect(try Files.readText(root.appending("status")).hasPrefix("Name:"))
        }
    }

    @Test func aCopyReplacesNothing() async throws {
        try await withTemporaryFolder { root in
            try Files.writeFile(root.appending("one"), "one")
            try Files.writeFile(root.appending("two"), "two")
            #expect(throws: FileError.failed(.write, root.appending("two"), .fileExists)) {
                try Files.copyFile(from: root.appending("one"), to: root.appending("two"))
            }
            #expect(try Files.readText(root.appending("two")) == "two")
        }
    }

    @Test func aTreeIsFlushedWhateverIsInIt() async throws {
        try await withTemporaryFolder { root in
            try Files.makeFolders(root.appending("a/b"))
            try Files.writeFile(root.appending("a/b/file"), "")
            try Files.replaceSymlink(at: root.appending("a/dangling"), target: "missing")
            try Files.syncTree(root)
            #expect(throws: FileError.failed(.sync, root.appending("none"), .noSuchFileOrDirectory)) {
                try Files.syncFile(root.appending("none"))
            }
        }
    }
}
