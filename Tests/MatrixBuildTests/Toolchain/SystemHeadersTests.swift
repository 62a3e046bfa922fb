import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixBuild
@testable import MatrixModel

@Suite struct SystemHeadersTests {
    private let ssl = StandardModule(
        name: "ssl", header: "openssl/ssl.h", debianPackage: "libssl-dev", isOptional: false)
    private let plain = StandardModule(name: "json", header: nil, debianPackage: nil, isOptional: false)

    @Test func aHeaderIsFoundInAnyOfTheFolders() async throws {
        try await withTemporaryFolder { folder in
            let headers = SystemHeaders(folders: [folder.appending("one"), folder.appending("two")])
            #expect(try headers.missing(of: [ssl, plain]).map(\.name) == ["ssl"])
            try Files.makeFolders(folder.appending("two/openssl"))
            try Files.writeFile(folder.appending("two/openssl/ssl.h"), "")
            #expect(try headers.missing(of: [ssl, plain]) == [])
            #expect(try headers.find("openssl/ssl.h") == folder.appending("two/openssl/ssl.h"))
        }
    }

    @Test func aBuildKeyHoldsWhatIsInTheHeaders() async throws {
        try await withTemporaryFolder { folder in
            let headers = SystemHeaders(folders: [folder])
            var seen: Set<String> = []
            for text in [nil, "one", "two"] {
                try Files.makeFolders(folder.appending("openssl"))
                if let text { try Files.writeFile(folder.appending("openssl/ssl.h"), text) }
                var inputs = BuildInputs(kind: .python)
                try headers.addInputs(for: [ssl, plain], to: &inputs)
                #expect(inputs.rows.map(\.name) == ["header openssl/ssl.h"])
                seen.insert(inputs.canonicalText)
            }
            #expect(seen.count == 3)
            #expect(seen.contains { $0.contains("none") })
        }
    }

    @Test func theMachinesOwnFolderIsAmongThem() {
        #expect(SystemHeaders(machine: "x86_64-linux-gnu").folders.contains("/usr/include/x86_64-linux-gnu"))
    }
}
