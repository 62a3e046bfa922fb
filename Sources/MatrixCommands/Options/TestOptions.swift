import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixTrial
import SystemPackage

/// How a cell is tested.
struct TestOptions: ParsableArguments {
    @Option(
        help:
            "How many requests: quick (decides in well under a minute) or classic (25,000 in parallel, 25,000 serially)."
    )
    var profile: ProfileName = .quick

    @Option(
        help: ArgumentHelp(
            "A script of the same shape as upstream's mod_wsgi_test.py instead of our own. MongoDB is then on its default port, 27017, which is all that such a script knows.",
            valueName: "file"))
    var script: String?

    @Option(
        help: ArgumentHelp(
            "A file with any WSGI `application` instead, without a driver and without a database.", valueName: "file"))
    var app: String?

    @Option(help: ArgumentHelp("How many descriptors each of Apache's processes may have open.", valueName: "n"))
    var descriptors: UInt64 = TrialRequest.descriptorLimit

    @Option(help: "Makes the choice of URLs repeatable. Default: another one each time; it is in the result.")
    var seed: UInt64?

    @OptionGroup var driver: DriverOption

    func validate() throws {
        if script != nil, app != nil { throw ValidationError("--script and --app exclude each other") }
        if app != nil, driver.driver != nil { throw ValidationError("--app is tested without a driver") }
        for (option, file) in [("--script", script), ("--app", app)] {
            guard let file, try Files.status(FilePath(file)) == nil else { continue }
            throw ValidationError("\(option) takes a file, and there is no `\(file)`")
        }
        if descriptors < 64 { throw ValidationError("--descriptors takes a number from 64: Apache itself needs some") }
    }

    func request(
        _ served: Cell, topology: Topology, driver: DriverSelection, expected: ExpectedFailure?,
        _ environment: HostEnvironment, force: Bool
    ) -> TrialRequest {
        TrialRequest(
            served: served, topology: topology, application: application(environment, driver: driver),
            profile: profile.profile, descriptors: descriptors, seed: seed ?? freshSeed(),
            expected: expected, force: force)
    }

    private func application(_ environment: HostEnvironment, driver selection: DriverSelection) -> TrialApplication {
        func path(_ text: String) -> FilePath {
            environment.workingDirectory.pushing(FilePath(text)).lexicallyNormalized()
        }
        if let app { return .application(path(app)) }
        return script.map { .script(path($0), selection) } ?? .ours(selection)
    }
}

enum ProfileName: String, ExpressibleByArgument, CaseIterable {
    case quick, classic

    var profile: TrialProfile { self == .quick ? .quick : .classic }
}
