import ArgumentParser
import MatrixModel

extension DriverSelection: ExpressibleByArgument {
    /// Reads `pymongo==4.20.0` or a path.
    init?(argument: String) { self.init(argument) }
}

/// The driver under test.
struct DriverOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The driver under test: `pymongo==4.20.0`, or the folder of a checkout, which stays as it is. Default: the newest that this Python can run.",
            valueName: "driver"))
    var driver: DriverSelection?

    /// What to test when a driver is needed anyway.
    var selection: DriverSelection { driver ?? .newest }
}
