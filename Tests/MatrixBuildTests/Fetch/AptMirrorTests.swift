import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

private let body = FetchFixture.body
private let digest = FetchFixture.digest

@Suite struct AptMirrorTests {
    private let index = """
        Package: it
        Version: 2.0-1
        Checksums-Sha256:
         \(sha256(of: "another")) 9 it_2.0.orig.tar.gz

        Package: it
        Version: 1.0-2+deb1
        Files:
         d8bba168e3c3dce76ecddeed76d9dc3a 31 it_1.0.orig.tar.gz
        Checksums-Sha256:
         \(sha256(of: "dsc")) 4298 it_1.0-2+deb1.dsc
         \(digest) \(body.count) it_1.0.orig.tar.gz
        Package-List:
         it deb python optional arch=any

        """

    @Test func theVersionThatHasOurDigestIsLookedUpAndItsAddressTaken() async throws {
        try await FetchFixture.answering { request, _ in .honest(body, to: request) }.run { fixture in
            try await writeFakeTool(
                "apt-cache", in: bin(fixture),
                script: """
                    [ "$LC_ALL $*" = "C showsrc --only-source it" ] || exit 9
                    cat <<'END'
                    \(index)
                    END
                    """)
            try await writeFakeTool(
                "apt-get", in: bin(fixture),
                script: """
                    [ "$LC_ALL $*" = "C source --print-uris --only-source it=1.0-2+deb1" ] || exit 9
                    echo "Reading package lists..."
                    echo "'\(fixture.server.url("/it_1.0-2%2bdeb1.dsc"))' it_1.0-2+deb1.dsc 4298 SHA256:00"
                    echo "'\(fixture.server.url("/it_1.0.orig.tar.gz"))' it_1.0.orig.tar.gz \(body.count) SHA512:00"
                    """)
            let path = try await fixture.fetcher().fetch(fixture.source(.apt(source: "it", suite: "stable")))
            #expect(fixture.bytes(path) == body)
            #expect(fixture.server.requests.map(\.target) == ["/it_1.0.orig.tar.gz"])
            #expect(fixture.notes.elements.first == "fetching it-1.0.tar.gz from apt mirror (source it)")
        }
    }

    @Test func aDigestThatNoVersionHasIsSaid() async throws {
        try await FetchFixture.answering { _, _ in .status(500) }.run { fixture in
            try await writeFakeTool("apt-cache", in: bin(fixture), script: "echo 'Version: 1'")
            #expect(await reason(fixture) == "\(FetchError.notInApt(source: "it", digest: digest))")
        }
    }

    @Test func aMissingSourceLineComesWithItsCure() async throws {
        try await FetchFixture.answering { _, _ in .status(500) }.run { fixture in
            try await writeFakeTool("apt-cache", in: bin(fixture), script: "echo 'E: no deb-src' >&2; exit 100")
            let expected =
                "`apt-cache showsrc --only-source it` failed: E: no deb-src "
                + "(`make deps` writes the `deb-src` lines that it needs)"
            #expect(await reason(fixture) == expected)
        }
    }

    private func bin(_ fixture: FetchFixture) -> FilePath { fixture.root.appending("bin") }

    private func reason(_ fixture: FetchFixture) async -> String? {
        let source = fixture.source(.apt(source: "it", suite: "stable"))
        let error = await #expect(throws: FetchError.self) { try await fixture.fetcher().fetch(source) }
        guard case .unavailable(let failures) = error else { return nil }
        return failures.first?.reason
    }
}
