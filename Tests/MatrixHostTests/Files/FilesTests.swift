import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct FilesTests {
    @Test func foldersAreMadeWithTheirParentsAndTwice() async throws {
        try await withTemporaryFolder { root in
            try Files.makeFolders(root.appending("a/b/c"))
            try Files.makeFolders(root.appending("a/b/c"))
            #expect(try Files.status(root.appending("a/b/c"))?.kind == .folder)
            #expect(throws: FileError.failed(.makeFolder, root.appending("a"), .fileExists)) {
                try Files.makeFolder(root.appending("a"))
            }
        }
    }

    @Test func aFileInTheWayOfAFolderIsNamed() async throws {
        try await withTemporaryFolder { root in
            try Files.writeFile(root.appending("a"), "")
            #expect(throws: FileError.failed(.makeFolder, root.appending("a"), .fileExists)) {
                try Files.makeFolders(root.appending("a"))
            }
            #expect(throws: FileError.failed(.makeFolder, root.appending("a/b"), .notDirectory)) {
                try Files.makeFolders(root.appending("a/b"))
            }
        }
    }

    @Test func renameReplacesAndSaysWhatIsMissing() async throws {
        try await withTemporaryFolder { root in
            try Files.writeFile(root.appending("new"), "new")
            try Files.writeFile(root.appending("old"), "old")
            try Files.rename(from: root.appending("new"), to: root.appending("old"))
            #expect(try Files.readText(root.appending("old")) == "new")
            #expect(throws: FileError.failed(.rename, root.appending("new"), .noSuchFileOrDirectory)) {
                try Files.rename(from: root.appending("new"), to: root.appending("old"))
            }
        }
    }

    @Test func statusIsThatOfTheLinkAndNilWhereNothingIs() async throws {
        try await withTemporaryFolder { root in
            try Files.replaceSymlink(at: root.appending("link"), target: "missing")
            try Files.writeFile(root.appending("file"), "12345")
            #expect(try Files.status(root.appending("link"))?.kind == .symlink)
            #expect(try Files.status(root.appending("missing")) == nil)
            #expect(try Files.status(root.appending("file/below")) == nil)
            let file = try #require(try Files.status(root.appending("file")))
            #expect(file.kind == .regular)
            #expect(file.size == ByteCount(5))
            #expect(file.permissions == .sharedFile)
            #expect(file.modified > .seconds(1_600_000_000))
        }
    }

    @Test func aNameThatIsTooLongIsAnErrorAndNotAMiss() async throws {
        let path = FilePath("/tmp").appending(String(repeating: "n", count: 256))
        #expect(throws: FileError.failed(.readStatus, path, .fileNameTooLong)) { try Files.status(path) }
    }

    @Test func aFolderIsListedInOrder() async throws {
        try await withTemporaryFolder { root in
            for name in ["b", "a", ".hidden", "ü"] { try Files.writeFile(root.appending(name), "") }
            #expect(try Files.listFolder(root) == [".hidden", "a", "b", "ü"])
            #expect(throws: FileError.failed(.listFolder, root.appending("none"), .noSuchFileOrDirectory)) {
                try Files.listFolder(root.appending("none"))
            }
        }
    }

    @Test func aNameThatIsNotUTF8IsNotListedAsAnother() async throws {
        try await withTemporaryFolder { root in
            let name = try #require(
                [CChar(bitPattern: 0xFF), 0].withUnsafeBufferPointer {
                    FilePath.Component(platformString: $0.baseAddress!)
                })
            try Files.writeFile(root.appending(name), "")
            #expect(throws: FileError.notUTF8(root.appending(name))) { try Files.listFolder(root) }
        }
    }

    @Test func walkVisitsFoldersBeforeTheirContentsAndFollowsNoLink() async throws {
        try await withTemporaryFolder { root in
            try Files.makeFolders(root.appending("b/c"))
            try Files.writeFile(root.appending("b/c/file"), "")
            try Files.writeFile(root.appending("a"), "")
            try Files.replaceSymlink(at: root.appending("link"), target: "b")
            var visited: [String] = []
            try Files.walk(root) { path, _ in visited.append(path.string) }
            #expect(visited == ["a", "b", "b/c", "b/c/file", "link"])
        }
    }

    @Test func freeSpaceIsThatOfTheFileSystem() throws {
        #expect(try Files.freeSpace("/tmp") > ByteCount(0))
        #expect(throws: FileError.failed(.readFreeSpace, "/nowhere", .noSuchFileOrDirectory)) {
            try Files.freeSpace("/nowhere")
        }
    }
}
