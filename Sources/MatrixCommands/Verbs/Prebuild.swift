import ArgumentParser
import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixTrial

struct Prebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prebuild",
        abstract: "Build every Python and every mod_wsgi of a selection into the store, as fast as the machine can.",
        discussion: """
            All builds share one budget of jobs. One that fails ends no other: what needs it is not reached, and the table at the
            end has the first real error and the log of each. What is in the store already is used as it is, so a run that was
            stopped goes on where it was. Configurations are laid out by `provision`, `test` and `serve`: that takes a moment.
            Exit code 0 when all is there, 1 when a build failed that was not expected to.

            EXAMPLES
              wsgimatrix prebuild
              wsgimatrix prebuild --all --jobs 8 --memory 6G --nice 10
              wsgimatrix prebuild --select upstream --fail-fast
              wsgimatrix prebuild --all --shard 1/4 --progress json --junit builds.xml
            """)

    @OptionGroup var selection: PlanOptions
    @OptionGroup var options: PrebuildOptions
    @OptionGroup var progress: ProgressOptions
    @OptionGroup var fetching: FetchFlags
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() async throws {
        var context = try store.context()
        let (console, environment) = (context.host.console, context.host.environment)
        let plan = try selection.part(of: selection.plan(context))
        becomeNicer(by: options.nice)
        let jobserver = Jobserver(tokens: options.jobs(environment, available: availableMemory()))
        let teller = try ProgressTeller(
            console: console, clock: context.host.clock, form: progress.progress, jobserver: jobserver,
            timeline: progress.timelineFile(environment), showsOutput: progress.showOutput)
        context.host.console = teller.console
        let run = PrebuildRun(
            provisioner: context.provisioner(
                fetching, BuildOptions(jobserver: jobserver, keep: options.keep)),
            failFast: options.failFast, force: options.force)
        let report = try await teller.following {
            try await run.run(plan, hash: sha256(of: plan.canonicalText).hexadecimal, observe: teller.note)
        }
        try progress.write(report, environment)
        try output.present(report, on: console) { PrebuildTable(report: $0).text }
        if report.exitCode != 0 { throw ExitCode(report.exitCode) }
    }
}
