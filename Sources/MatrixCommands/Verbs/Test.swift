import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixServers
import MatrixTrial

struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Test one combination with MongoDB and a driver: requests in parallel and serially, and a verdict.",
        discussion: """
            MongoDB, Apache and the driver are brought up and taken down again; what is missing is built. The verdict is one
            of passed, failed, crash, hang, leak, churn, shutdown-hang, no-c-extension and isolation, with its evidence.
            Exit code 0 when the cell passed or failed as expected, 1 when it failed, 2 when it passed and should not have.

            Without a MongoDB at hand the embedded server stands in for it, and every result says so.

            EXAMPLES
              wsgimatrix test 3.13.5 6.1.1
              wsgimatrix test 3.11 6.1 --topology replica-set --mode embedded --profile classic
              wsgimatrix test 2.7 4.9 --driver pymongo==3.13.0 --json
              wsgimatrix test 3.13.5 6.1.1 --driver ~/mongo-python-driver --mongod /usr/bin/mongod
              wsgimatrix test 3.13.5 6.1.1 --app ~/site/wsgi.py
            """)

    @OptionGroup var cell: CellOptions
    @OptionGroup var topology: TopologyOptions
    @OptionGroup var test: TestOptions
    @OptionGroup var builds: BuildFlags
    @OptionGroup var fetching: FetchFlags
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() async throws {
        let context = try store.context()
        let trial = try await context.trial(fetching, builds, .executable(.embedded(in: context.host.environment.executable)))
        let result = try await trial.run(
            TrialRequest(
                served: try cell.cell(in: context.recipes), topology: topology.value,
                application: test.application(context.host.environment, driver: test.driver.selection),
                profile: test.profile.profile, descriptors: test.descriptors,
                seed: test.seed ?? .random(in: 0...0xFFFF_FFFF), force: builds.force))
        try output.present(result, on: context.host.console) { TestReport(result: $0).text }
        if result.outcome.isProblem { throw ExitCode(TrialReport([result]).exitCode) }
    }
}
