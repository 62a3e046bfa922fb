import Foundation
import Glibc
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("A swap", .timeLimit(.minutes(15))) struct SwapTests {
        private let tool = SharedStore.tool
        @Test("among three Pythons loses no request, with connections of all kinds and requests that take long")
        func noneIsLost() async throws {
            try await withSite { site, cleanUp in
                let load = SwapLoad(site.url)
                cleanUp.add { _ = try? await load.end() }
                var before = site.cell
                for pair in [Pair.all[3], .oldest, .newest] {
                    let swap = try await tool.answer(
                        SwapAnswer.self, "swap", pair.python, pair.modWsgi, "--site", site.site, "--probe-window", "1s")
                    #expect(swap.isSwapped)
                    #expect(swap.from == before)
                    #expect(swap.window?.failedProbes == 0)
                    #expect(swap.window?.serverErrors == 0)
                    #expect(swap.drain?.unfinished == 0)
                    #expect(try await SwapApplication.python(site.url) == pair.python)
                    before = swap.to
                }
                for answer in try await load.end() {
                    #expect(answer.failed == [:])
                    #expect(answer.ok > 0)
                }
            }
        }

        @Test("to an application that fails there is refused, with Python's own words")
        func applicationFails() async throws {
            try await withSite(application: SwapApplication.modern) { site, _ in
                let outcome = try await tool.run(
                    "swap", Pair.oldest.python, Pair.oldest.modWsgi, "--site", site.site)
                #expect(outcome.status == .exited(1))
                #expect(outcome.messages.contains("refused in pre-flight"), "\(outcome.messages)")
                #expect(outcome.messages.contains("SyntaxError"), "\(outcome.messages)")
                #expect(try await status(site) == site)
                #expect(try await SwapApplication.python(site.url) == Pair.newest.python)
            }
        }

        @Test("to a wrong Python home is refused, and named")
        func wrongHome() async throws {
            try await withSite { site, cleanUp in
                let other = try await tool.answer(
                    Provisioned.self, "provision", "3.9.2", "4.7.1", "--mode", "embedded", "--mpm", "worker")
                let configuration = FilePath(other.modWsgiTestConf)
                let text = try Files.readText(configuration)
                cleanUp.add { try? Files.replaceFile(configuration, text) }
                try Files.replaceFile(configuration, text.replacing(other.pythonHome, with: "/nonexistent"))
                let outcome = try await tool.run(
                    "swap", "3.9.2", "4.7.1", "--mode", "embedded", "--mpm", "worker", "--site", site.site)
                #expect(outcome.status == .exited(1))
                #expect(outcome.messages.contains("refused in pre-flight"), "\(outcome.messages)")
                #expect(outcome.messages.contains("PYTHONHOME = '/nonexistent'"), "\(outcome.messages)")
                #expect(try await status(site) == site)
            }
        }

        @Test("whose new side dies in the probe window is rolled back")
        func rolledBack() async throws {
            try await withSite { site, cleanUp in
                let swap = try await tool.start(
                    ["swap", "3.9.2", "4.7.1", "--site", site.site, "--probe-window", "60s"], cleanUp: cleanUp)
                try await wait(for: "the probe window") { try await status(site)?.swap == "probe" }
                let new = try await status(site)?.cell
                #expect(new == "3.9.2+4.7.1+daemon+event")
                let green = processesUsing(tool.store).filter {
                    $0.commandLine.contains(tool.store.appending("sites/\(site.site)/green").string)
                }
                endAll(green)
                let outcome = try await swap.task.value
                #expect(outcome.status == .exited(1))
                #expect(outcome.messages.contains("rolled back"), "\(outcome.messages)")
                #expect(outcome.messages.contains(" ms"), "\(outcome.messages)")
                #expect(try await status(site) == site)
            }
        }

        @Test("can be taken back")
        func rollback() async throws {
            try await withSite { site, _ in
                let nowhere = try await tool.run("swap", "--rollback", "--site", site.site)
                #expect(nowhere.status == .exited(64))
                try await tool.succeed("swap", "3.9.2", "4.7.1", "--site", site.site, "--probe-window", "0s")
                try await tool.succeed("swap", "--rollback", "--site", site.site, "--probe-window", "0s")
                #expect(try await status(site) == site)
            }
        }

        @Test(
            "that is killed is undone by the next one, and status tells what answers",
            arguments: ["pre-flight", "probe", "drain"], [false, true])
        func killed(step: String, isCutOver: Bool) async throws {
            // Of the cut-over only its journal can be told from what is before and after it: one rename.
            guard !isCutOver || step != "drain" else { return }
            try await withSite { site, cleanUp in
                let arguments = ["swap", "3.9.2", "4.7.1", "--site", site.site]
                async let slow = HTTPProbe.live.get(site.url + "/?\(step == "drain" ? 8 : 0)", .seconds(30)).status
                let swap = try await tool.start(
                    arguments + ["--probe-window", step == "drain" ? "0s" : "60s"], cleanUp: cleanUp)
                try await wait(for: step) { try await status(site)?.swap == step }
                #expect(try await swap.end(by: SIGKILL).status == .signalled(SIGKILL))
                if isCutOver {
                    try SwapApplication.rewrite(
                        step, to: "cut-over", in: tool.store.appending("sites/\(site.site)/swap.json"))
                }

                let seen = try #require(try await status(site))
                #expect(seen.state == "running")
                #expect(seen.cell == (step == "pre-flight" ? site.cell : "3.9.2+4.7.1+daemon+event"))
                #expect(seen.swap == (isCutOver ? "cut-over" : step))
                #expect(
                    try await SwapApplication.python(site.url) == (step == "pre-flight" ? Pair.newest.python : "3.9.2"))
                #expect(try await slow == 200)

                let next = try await tool.run(arguments + ["--probe-window", "0s", "--json"])
                #expect(next.status == .exited(0), "\(next.messages)")
                let isFinished = step == "drain"
                #expect(try next.decoded(as: SwapAnswer.self).isSwapped != isFinished)
                #expect(try await status(site)?.cell == "3.9.2+4.7.1+daemon+event")
                #expect(try await status(site)?.swap == nil)
                #expect(try sidesInUse(site) == 1)
            }
        }

        @Test("asked for several times at once: the last one wins, and nothing is left over")
        func together() async throws {
            try await withSite { site, _ in
                let pairs = [Pair.all[3], .newest, .oldest]
                let outcomes = try await withThrowingTaskGroup(of: Tool.Outcome.self) { group in
                    for number in 0..<12 {
                        let pair = pairs[number % 3]
                        group.addTask {
                            try await tool.run(
                                "swap", pair.python, pair.modWsgi, "--site", site.site, "--probe-window", "0s")
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                for outcome in outcomes where outcome.status != .exited(0) {
                    #expect(outcome.status == .exited(75))
                    #expect(outcome.messages.contains("asked for later"), "\(outcome.messages)")
                }
                #expect(outcomes.contains { $0.status == .exited(0) })
                #expect(try sidesInUse(site) == 1)
                #expect(try await status(site)?.swap == nil)
            }
        }

        private func withSite(
            application: String? = nil, _ body: (_ site: SiteAnswer, _ cleanUp: CleanUp) async throws -> Void
        ) async throws {
            for pair in [Pair.newest, .all[3], .oldest] {
                try await tool.succeed("provision", pair.python, pair.modWsgi)
            }
            let text = application ?? SwapApplication.text
            try await withTemporaryFolder { root in
                let script = root.appending("application.py")
                try Files.writeFile(script, text)
                try Files.setPermissions(root, .sharedFolder)
                let name = "swap-\(UInt32.random(in: 0...9999))"
                try await withCleanUp { cleanUp in
                    cleanUp.add { _ = try? await tool.run("stop", name) }
                    let site = try await tool.answer(
                        SiteAnswer.self, "serve", "--zero-loss", Pair.newest.python, Pair.newest.modWsgi, "--site",
                        name,
                        "--app", script.string)
                    #expect(site.cell == "3.13.5+6.1.1+daemon+event")
                    try await body(site, cleanUp)
                }
                #expect(commandsUsing(tool.store.appending("sites/\(name)")) == [])
            }
        }

        private func status(_ site: SiteAnswer) async throws -> SiteAnswer? {
            // Exit code 1 says that something died, which a test may have wanted.
            try await tool.run("status", "--json").decoded(as: Statuses.self).sites.first { $0.site == site.site }
        }

        /// Of both sides, those with processes.
        private func sidesInUse(_ site: SiteAnswer) throws -> Int {
            ["blue", "green"].count { side in
                processesUsing(tool.store.appending("sites/\(site.site)/\(side)")) != []
            }
        }
    }
}
