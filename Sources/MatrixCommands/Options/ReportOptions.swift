import ArgumentParser
import MatrixHost
import MatrixModel
import SystemPackage

/// Files that other programs read.
struct ReportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Write the results as JUnit XML.", valueName: "file"))
    var junit: String?

    @Option(help: ArgumentHelp("Write the results as Evergreen's results.json.", valueName: "file"))
    var evergreen: String?

    func write(_ report: TrialReport, _ environment: HostEnvironment) throws {
        func path(_ text: String) -> FilePath { environment.workingDirectory.pushing(FilePath(text)) }
        if let junit { try Files.replaceFile(path(junit), JUnitReport(report.results).text) }
        if let evergreen { try Files.replaceFile(path(evergreen), jsonText(EvergreenReport(report.results)) + "\n") }
    }
}
