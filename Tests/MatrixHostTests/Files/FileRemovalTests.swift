import Foundation
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct FileRemovalTests {
    @Test func aTreeIsRemovedAndWhatItsLinksLeadToIsNot() async throws {
        try await withTemporaryFolder { root in
            try Files.makeFolders(root.appending("tree/deep/deeper"))
            try Files.makeFolder(root.appending("outside"))
            try Files.writeFile(root.appending("outside/file"), "kept")
            try Files.writeFile(root.appending("tree/deep/file"), "")
            try Files.replaceSymlink(at: root.appending("tree/folder"), target: root.appending("outside"))
            try Files.replaceSymlink(at: root.appending("tree/file"), target: "../outside/file")
            try Files.removeTree(root.appending("tree"))
            #expect(try Files.listFolder(root) == ["outside"])
            #expect(try Files.readText(root.appending("outside/file")) == "kept")
        }
    }

    @Test func aLinkIsRemovedAndNotItsTarget() async throws {
        try await withTemporaryFolder { root in
            try Files.makeFolder(root.appending("target"))
            try Files.replaceSymlink(at: root.appending("link"), target: "target")
            try Files.removeTree(root.appending("link"))
            #expect(try Files.listFolder(root) == ["target"])
        }
    }

    @Test func whatIsNotThereIsFine() async throws {
        try await withTemporaryFolder { root in
            try Files.removeTree(root.appending("none"))
            try Files.removeTree(root.appending("none/below"))
        }
    }

    /// Means something only for a user who is not root, whom permissions do not stop.
    @Test(arguments: [0o000, 0o400, 0o500, 0o100] as [CInterop.Mode])
    func foldersThatTheirOwnerMayNotReadOrWriteAreRemoved(mode: CInterop.Mode) async throws {
        try await withTemporaryFolder { root in
            let closed = root.appending("tree/closed")
            try Files.makeFolders(closed.appending("below"))
            try Files.writeFile(closed.appending("below/file"), "")
            for folder in [closed.appending("below"), closed] {
                try FileManager.default.setAttributes([.posixPermissions: Int(mode)], ofItemAtPath: folder.string)
            }
            try Files.removeTree(root.appending("tree"))
            #expect(try Files.listFolder(root) == [])
        }
    }

    @Test func aTreeFortyFoldersDeepIsRemoved() async throws {
        try await withTemporaryFolder { root in
            let deep = (1...40).reduce(root.appending("tree")) { path, _ in path.appending("folder") }
            try Files.makeFolders(deep)
            try Files.removeTree(root.appending("tree"))
            #expect(try Files.listFolder(root) == [])
        }
    }
}
