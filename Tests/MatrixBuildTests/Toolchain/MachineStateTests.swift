import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixBuild

@Suite struct MachineStateTests {
    @Test func itChangesWithWhatIsInstalledAndWithNothingElse() async throws {
        try await withTemporaryFolder { folder in
            let (include, library) = (folder.appending("include"), folder.appending("lib"))
            let packages = folder.appending("status")
            try Files.makeFolders(include.appending("openssl"))
            try Files.makeFolder(library)
            try Files.writeFile(packages, "Package: libc6-dev\n")
            let state = MachineState(
                packages: packages, trees: [include], folders: [library, folder.appending("missing")])
            var known = [try state.digest()]
            func expectChange(_ change: () throws -> Void) throws {
                try change()
                let digest = try state.digest()
                #expect(digest != nil && !known.contains(digest))
                let again = try state.digest()
                #expect(again == digest)
                known.append(digest)
            }
            try expectChange { try Files.writeFile(packages, "Package: libc6-dev\n\nPackage: libssl-dev\n") }
            try expectChange { try Files.writeFile(include.pushing("openssl/ssl.h"), "one") }
            try expectChange { try Files.writeFile(include.pushing("openssl/ssl.h"), "three") }
            try expectChange { try Files.writeFile(library.appending("libssl.so.3"), "") }
            try Files.writeFile(folder.appending("elsewhere"), "")
            #expect(try state.digest() == known.last)
        }
    }

    @Test func nothingIsKnownWhereNobodyKeepsARecord() async throws {
        try await withTemporaryFolder { folder in
            let state = MachineState(packages: folder.appending("status"), trees: [folder], folders: [folder])
            let digest = try state.digest()
            #expect(digest == nil)
        }
    }
}
