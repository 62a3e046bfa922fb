import ArgumentParser
import MatrixBuild
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
            With --select, --all and what narrows them each cell's mode, topology and driver come from the matrix;
            `wsgimatrix plan` shows beforehand which cells these are.

            Without a MongoDB at hand the embedded server stands in for it, and every result says so.

            EXAMPLES
              wsgimatrix test 3.13.5 6.1.1
              wsgimatrix test 3.11 6.1 --topology replica-set --mode embedded --profile classic
              wsgimatrix test 2.7 4.9 --driver pymongo==3.13.0 --json
              wsgimatrix test 3.13.5 6.1.1 --driver ~/mongo-python-driver --mongod /usr/bin/mongod
              wsgimatrix test 3.13.5 6.1.1 --app ~/site/wsgi.py
              wsgimatrix test --select generations --junit results.xml
              wsgimatrix test --python '>=3.9' --mod-wsgi 6.1 --only embedded
            """)

    @OptionGroup var cell: TestedCell
    @OptionGroup var plan: PlanOptions
    @OptionGroup var planRun: PlanRunOptions
    @OptionGroup var check: SelfCheckOptions
    @OptionGroup var topology: TopologyOptions
    @OptionGroup var mongodb: MongoSourceOptions
    @OptionGroup var test: TestOptions
    @OptionGroup var reports: ReportOptions
    @OptionGroup var builds: BuildFlags
    @OptionGroup var fetching: FetchFlags
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func validate() throws {
        if [isOfPlan, cell.isGiven, check.selfCheck].count(where: \.self) != 1 {
            throw ValidationError(
                "test takes a Python and a mod_wsgi, or else options of a plan such as --select, or --self-check")
        }
        if !cell.isGiven, cell.hasAxes || topology.topology != nil || test.driver.driver != nil {
            throw ValidationError(
                "--mode, --mpm, --topology and --driver go with one cell: those of many stand in the recipes")
        }
        if check.selfCheck, test.script != nil || test.app != nil || mongodb.isGiven {
            throw ValidationError("--self-check brings its own applications and its own server")
        }
        if test.app != nil, topology.topology != nil || mongodb.isGiven {
            throw ValidationError("--app is tested without a database")
        }
    }

    private var isOfPlan: Bool { plan.isGiven || planRun.rerunFailed }

    func run() async throws {
        let context = try store.context()
        if check.selfCheck { return try await checkSelf(context) }
        let report = isOfPlan ? try await testPlan(context) : TrialReport([try await testCell(context)])
        try reports.write(report, context.host.environment)
        if isOfPlan {
            try output.present(report, on: context.host.console) { TrialTable(report: $0).text }
        } else if let result = report.results.first {
            try output.present(result, on: context.host.console) { TestReport(result: $0).text }
        }
        if report.exitCode != 0 { throw ExitCode(report.exitCode) }
    }

    private func testCell(_ context: Context) async throws -> TrialResult {
        let trial = try await context.trial(fetching, builds.options, try await source(context))
        var request = test.request(
            try cell.cell(in: context.recipes), topology: topology.value, driver: test.driver.selection, expected: nil,
            context.host.environment, force: builds.force)
        request.expected = context.recipes.expectedFailure(
            of: try trial.name(of: request), in: try context.recipeFiles.readMatrix())
        return try await trial.run(request)
    }

    private func testPlan(_ context: Context) async throws -> TrialReport {
        let whole = try plan.plan(context, withDrivers: test.app == nil)
        let run = PlanRun(plan: whole, context: context)
        let part = try plan.part(of: whole)
        let rows = planRun.rerunFailed ? try run.unfinished(of: part) : part
        return try await withQueue(context, try await source(context)) { queue in
            try await run.test(rows, with: queue) { row in
                test.request(
                    row.cell.served, topology: row.cell.topology, driver: DriverSelection(named: row.cell.driver),
                    expected: row.expected, context.host.environment, force: builds.force)
            }
        }
    }

    private func checkSelf(_ context: Context) async throws {
        // Its drivers go back to PyMongo 2.2, which no present MongoDB understands.
        let standIn = MongodExecutable.embedded(in: context.host.environment.executable)
        let (controls, console) = (try check.controls(context), context.host.console)
        let report = try await withQueue(context, .program(MongodChoice { standIn })) { queue in
            try await SelfCheck(queue: queue, controls: controls, seed: freshSeed).run(times: check.runs) { result in
                let mark = result.isAsExpected ? "" : ", expected \(result.expected.rawValue)"
                let seconds = decimal(result.seconds)
                console.note("\(result.control), run \(result.run): \(result.found.rawValue)\(mark) (\(seconds) s)")
            }
        }
        try output.present(report, on: console) { SelfCheckTable(report: $0).text }
        if report.isBlind { throw ExitCode(2) }
    }

    /// As many cells send requests at once as leave a core for each one's servers.
    private func withQueue<Value: Sendable>(
        _ context: Context, _ mongo: MongoSource, _ body: (TrialQueue) async throws -> Value
    ) async throws -> Value {
        let (host, options) = (context.host, builds.options)
        let cores = host.environment.cores
        let teller = try ProgressTeller(
            console: host.console, clock: host.clock, form: nil, jobserver: options.jobserver, timeline: nil)
        var quiet = context
        quiet.host.console = teller.console
        let trial = try await quiet.trial(fetching, options, mongo, underLoad: max(1, cores / 2))
        // There is one port that a script of upstream's shape knows.
        let width = test.script == nil ? planRun.width ?? 2 * cores : 1
        return try await teller.following {
            try await body(TrialQueue(trial: trial, width: width, observe: teller.note))
        }
    }

    private func source(_ context: Context) async throws -> MongoSource {
        test.app == nil ? try await mongodb.source(context, fetching) : .none
    }
}
