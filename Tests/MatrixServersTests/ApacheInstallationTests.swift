import FoundationEssentials
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixServers

@Suite("Apache installation")
struct ApacheInstallationTests {
    @Test("is read from apache2 and apxs, survives JSON, and an apache2 that exits 1 after its answer is fine")
    func probe() async throws {
        try await withTemporaryFolder { root in
            try script(
                root.appending("apache2"),
                """
                case $1 in
                -V) echo 'Server version: Apache/2.4.62 (Debian)'
                    echo "Server's Module Magic Number: 20120211:142"
                    echo ' -D HTTPD_ROOT="/etc/apache2"'; exit 1;;
                -l) printf 'Compiled in modules:\\n  core.c\\n  mod_unixd.c\\n  prefork.c\\n';;
                esac
                """)
            try script(root.appending("apxs"), "echo \(root)/modules")
            try FileManager.default.createDirectory(
                atPath: root.appending("modules").string, withIntermediateDirectories: true)
            for name in ["mod_authz_core.so", "mod_mpm_event.so"] {
                try "".write(
                    toFile: root.appending("modules").appending(name).string, atomically: true, encoding: .utf8)
            }
            let host = Host.current()
            var environment = host.environment
            environment.variables["PATH"] = root.string + ":/usr/bin:/bin"
            let found = try await ApacheInstallation.probe(processes: host.processes, environment: environment)
            #expect(
                found
                    == ApacheInstallation(
                        executable: root.appending("apache2"), version: Version("2.4.62")!,
                        moduleMagicNumber: "20120211:142", root: "/etc/apache2",
                        modulesFolder: root.appending("modules"),
                        compiledInModules: ["core", "unixd", "mpm_prefork"], mpms: [.prefork, .event],
                        apxs: root.appending("apxs")))
            let copy = try JSONDecoder().decode(ApacheInstallation.self, from: JSONEncoder().encode(found))
            #expect(copy == found)
        }
    }

    @Test("without apxs names the package that has it")
    func missingApxs() {
        var installation = ApacheInstallation.debian
        installation.apxs = nil
        #expect(throws: ServerError.apxsMissing) { try installation.requireApxs() }
        #expect(ServerError.apxsMissing.hint == "apt-get install apache2-dev")
        #expect(ServerError.apacheMissing.hint == "apt-get install apache2")
    }

    private func script(_ path: FilePath, _ text: String) throws {
        try "#!/bin/sh\n\(text)\n".write(toFile: path.string, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.string)
    }
}
