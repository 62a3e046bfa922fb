import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixBuild

@Suite struct MachineStateTests {
    @Test func itChangesWithWhatIsInstalledAndWithNothingElse() async throws {
        try await withTemporaryFolder { folder in
            let (include, library) = (folder.appending("include"), folder.appending("lib"))
            try Files.makeFolders(include.appending("openssl"))
            try Files.makeFolder(library)
            let state = MachineState(trees: [include], folders: [library, folder.appending("missing")])
            var known = [try state.digest()]
            func expectChange(_ change: () throws -> Void) throws {
                try change()
                let digest = try state.digest()
                #expect(!known.contains(digest))
                #expect(try state.digest() == digest)
                known.append(digest)
            }
            try expectChange { try Files.writeFile(include.pushing("openssl/ssl.h"), "one") }
            try expectChange { try Files.writeFile(include.pushing("openssl/ssl.h"), "three") }
            try expectChange { try Files.writeFile(library.appending("libssl.so.3"), "") }
            try Files.removeTree(library.appending("libssl.so.3"))
            try Files.writeFile(folder.appending("elsewhere"), "")
            #expect(try state.digest() == known[2])
        }
    }
}
