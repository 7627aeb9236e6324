import Reg
import Testing

@testable import RegREPL

@Suite("The tour")
struct TourTests {
  @Test("every line of it runs, in order, and leads to the next")
  func runs() throws {
    let session = Session()
    var tour = Tour()
    for step in Tour.steps {
      #expect(tour.line == step.line)
      if !step.line.hasPrefix("?") { try session.evaluate(step.line) }
      tour.take("something else")
      #expect(tour.line == step.line)
      // As it may be typed.
      tour.take(step.line.replacing("λ", with: "lambda").replacing(" ", with: ""))
    }
    #expect(tour.line == nil)
    #expect(session.workbench.watches.count == 2)
  }

  @Test("what it says fits a window of eighty columns")
  func fits() {
    for step in Tour.steps {
      #expect(step.text.count < 80 && step.line.count < 74)
    }
  }
}
