import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct HostileArchiveTests {
    @Test(
        arguments: [
            ("../x", .climbs), ("top/../../x", .climbs), ("top/a/..", .climbs), ("/etc/x", .absolute),
            ("//x", .absolute),
            ("top/a\u{1B}[2J", .controlCharacter), ("top/a\nb", .controlCharacter), ("top/\u{7F}", .controlCharacter),
            ("top/\u{9B}", .controlCharacter), ("", .empty), ("./", .empty),
            ("top/" + String(repeating: "d/", count: 70) + "x", .tooDeep),
        ] as [(String, NameFault)])
    func aBadNameIsRefused(name: String, fault: NameFault) async throws {
        try await expectRefused(.badName(name, fault)) {
            $0.addPax([("path", name)])
            $0.add(String(name.prefix(90)), content: "evil")
        }
    }

    @Test func aNameThatIsNotUTF8IsRefused() async throws {
        try await expectRefused(.badName("top/\u{FFFD}", .notUTF8)) { $0.add(Array("top/".utf8) + [0xFF]) }
    }

    @Test(arguments: [
        String(repeating: "n", count: 256),
        String(repeating: "m/", count: 30) + String(repeating: "nnnnnnnn", count: 130),
    ])
    func aNameThatIsTooLongIsRefused(name: String) async throws {
        try await expectRefused(.badName("top/" + name, .tooLong)) {
            $0.addPax([("path", "top/" + name)])
            $0.add("top/short")
        }
    }

    /// libarchive hands names over as C strings, so what follows a NUL is gone before anyone can see it.
    @Test func aNameEndsAtItsNUL() async throws {
        try await unpacking {
            $0.add("top/one\u{0}/../../../x")
            $0.addPax([("path", "top/two\u{0}/../../../x")])
            $0.add("top/short")
        } check: { destination, _ in
            try #expect(Files.listFolder(destination) == ["one", "two"])
        }
    }

    @Test(arguments: [
        "/etc/passwd", "../secret", "../../outside/secret", "a/../../x", "a/..", "..", "", "x\u{1B}[2J",
    ])
    func aSymlinkThatMayLeadOutsideIsRefused(target: String) async throws {
        try await expectRefused(.linkOutside("top/link", target: target)) {
            $0.add("top/link", .symlink, link: target)
        }
    }

    /// By its text alone `l` would stay inside; through `d` it would not.
    @Test func aSymlinkThatLeavesThroughAnotherIsRefused() async throws {
        try await expectRefused(.linkOutside("top/p/q/l", target: "d/../outside")) {
            $0.add("top/p/q/d", .symlink, link: "../..")
            $0.add("top/p/q/l", .symlink, link: "d/../outside")
        }
    }

    @Test(arguments: ["a", ".", "a/b"]) func nothingIsWrittenThroughALinkThatStaysInside(target: String) async throws {
        try await expectRefused(.throughLink("top/link/file", link: "link")) {
            $0.add("top/a/b", .folder)
            $0.add("top/link", .symlink, link: target)
            $0.add("top/link/file", content: "evil")
        }
    }

    @Test func nothingIsWrittenThroughAFile() async throws {
        try await expectRefused(.throughLink("top/file/below", link: "file")) {
            $0.add("top/file")
            $0.add("top/file/below")
        }
    }

    @Test(arguments: ["top/none", "other/file", "top/link", "top/folder", "top"])
    func aHardLinkToAnythingButAFileBeforeItIsRefused(target: String) async throws {
        try await expectRefused(.badHardlink("top/hard", target: target)) {
            $0.add("top/file")
            $0.add("top/folder", .folder)
            $0.add("top/link", .symlink, link: "file")
            $0.add("top/hard", .hardlink, link: target)
        }
    }

    @Test(arguments: [("/etc/passwd", .absolute), ("../outside/secret", .climbs)] as [(String, NameFault)])
    func aHardLinkToTheOutsideIsRefused(target: String, fault: NameFault) async throws {
        try await expectRefused(.badName(target, fault)) {
            $0.add("top/file")
            $0.add("top/hard", .hardlink, link: target)
        }
    }

    @Test(
        arguments: [
            (.characterDevice, .device), (.blockDevice, .device), (.fifo, .fifo),
        ] as [(TarBuilder.Flag, ArchivedKind)])
    func specialFilesAreRefused(flag: TarBuilder.Flag, kind: ArchivedKind) async throws {
        try await expectRefused(.forbiddenKind("top/special", kind)) { $0.add("top/special", flag) }
    }

    @Test(arguments: [TarBuilder.Flag.file, .symlink, .hardlink]) func aPathTwiceIsRefused(flag: TarBuilder.Flag)
        async throws
    {
        try await expectRefused(.duplicate("top/file")) {
            $0.add("top/other")
            $0.add("top/file", content: "first")
            $0.add("top/file", flag, link: flag == .hardlink ? "top/other" : "other")
        }
    }

    @Test func aFolderInPlaceOfALinkIsRefused() async throws {
        try await expectRefused(.duplicate("top/link/")) {
            $0.add("top/link", .symlink, link: "a")
            $0.add("top/link/", .folder)
        }
    }

    @Test func twoTopFoldersAreRefused() async throws {
        try await expectRefused(.twoTopFolders("one", "two")) {
            $0.add("one/file")
            $0.add("two/file")
        }
    }

    @Test func aFileBesideTheTopFolderIsRefused() async throws {
        try await expectRefused(.outsideTopFolder("file")) { $0.add("file") }
        try await expectRefused(.outsideTopFolder("top")) { $0.add("top", .symlink, link: "x") }
    }

    @Test func anEmptyArchiveIsRefused() async throws {
        try await expectRefused(.empty) { _ in }
        try await expectRefused(.empty) { $0.add("top/", .folder) }
    }

    @Test func aDestinationThatIsNotEmptyIsRefused() async throws {
        try await withTemporaryFolder { root in
            let bench = try ArchiveBench(root)
            try Files.writeFile(bench.destination.appending("old"), "old")
            var tar = TarBuilder()
            tar.add("top/old", content: "new")
            let bytes = tar.finished
            #expect(throws: ArchiveError.cannotWrite(bench.destination.string, .directoryNotEmpty)) {
                try bench.unpack(bytes)
            }
            #expect(try Files.readText(bench.destination.appending("old")) == "old")
        }
    }

    @Test func aMessageShowsANameWithoutLettingItReachTheTerminal() {
        let error = ArchiveError.badName(
            "top/\u{1B}[2J\u{202E}" + String(repeating: "n", count: 300), .controlCharacter)
        let shown = #"`top/\u{1b}[2J\u{202e}"# + String(repeating: "n", count: 191) + "…`"
        #expect(error.description == "the archive holds a name that contains a control character: " + shown)
    }
}
