import Foundation
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("A store elsewhere", .timeLimit(.minutes(15))) struct MoveTests {
        private let tool = SharedStore.tool

        @Test("serves what was exported, and serves it again after the whole store has moved")
        func move() async throws {
            let pair = Pair.newest
            try await tool.succeed("provision", pair.python, pair.modWsgi)
            try await withTemporaryFolder { root in
                try Files.setPermissions(root, .sharedFolder)
                let file = root.appending("pair.tar.zst").string
                try await tool.succeed("cache", "export", "6.1.1 for 3.13.5", "-o", file)
                let first = Tool(store: root.appending("first"))
                try await first.succeed("cache", "import", file)
                let provisioned = try await first.answer(
                    Provisioned.self, "provision", pair.python, pair.modWsgi, "--offline")
                #expect(provisioned.built == ["generation"])

                let second = Tool(store: root.appending("moved/second"))
                try Files.makeFolder(root.appending("moved"))
                try Files.rename(from: first.store, to: second.store)
                try await expectServes(second)
                try await expectScripts(in: second)
                try await second.succeed("cache", "verify")
            }
        }

        private func expectServes(_ tool: Tool) async throws {
            try await withCleanUp { cleanUp in
                cleanUp.add { _ = try? await tool.run("stop") }
                let served = try await tool.answer(
                    Served.self, "serve", Pair.newest.python, Pair.newest.modWsgi, "--offline")
                #expect(served.built == ["generation"])
                for url in served.urls {
                    let page = try await HTTPProbe.live.get(url, .seconds(20))
                    let probe = try JSONDecoder().decode(Probe.self, from: Data(page.body))
                    #expect(probe.realPrefix.hasPrefix(try Files.real(tool.store).string + "/python-v1/"))
                    #expect(probe.libpython == ["\(probe.realPrefix)/lib/libpython3.13.so.1.0"])
                }
                // A live Apache's entries and generation stay whatever is asked for.
                let kept = try await tool.succeed("cache", "prune", "--keep", "0", "--forget-cells").output
                #expect(kept.contains("removed: generation"), "the one that was rendered for the first place")
                #expect(kept.contains("kept: python 3.13.5") && kept.contains("Apache serves"), "\(kept)")
                try await tool.succeed("cache", "verify")
                try await tool.succeed("stop")
            }
        }

        /// What a user runs or compiles against names the place where it is now.
        private func expectScripts(in tool: Tool) async throws {
            let home = try await tool.answer(
                Provisioned.self, "provision", Pair.newest.python, Pair.newest.modWsgi, "--offline"
            ).pythonHome
            let script = """
                cd "$1"
                bin/python3.13 -c 'import sysconfig as s; print(s.get_config_var("LIBDIR")); print(s.get_path("include"))'
                bin/python3.13 -c 'import sysconfig as s; print(s.get_config_var("INCLUDEPY"))'
                bin/python3.13-config --includes
                bin/pydoc3.13 sys | head -1
                lib/python3.13/config-3.13-*/python-config.py --prefix
                """
            let output = try await Processes.live.capture(
                Command("/bin/sh", ["-ec", script, "sh", home], environment: ["PATH": "/usr/bin:/bin"]))
            let include = "\(home)/include/python3.13"
            #expect(
                output.standardOutput == """
                    \(home)/lib
                    \(include)
                    \(include)
                    -I\(include) -I\(include)
                    Help on built-in module sys:
                    \(home)

                    """, "\(output.standardError)")
        }
    }
}
